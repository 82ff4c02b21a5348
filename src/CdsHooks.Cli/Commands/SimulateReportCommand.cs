using System.CommandLine;
using CdsHooks.Cli.Output;
using CdsHooks.Cli.Simulate;
using CdsHooks.Simulation.Reports;

namespace CdsHooks.Cli.Commands;

/// <summary><c>cdshooks simulate report</c>: shows the result of a simulation.</summary>
internal static class SimulateReportCommand
{
    private const string Description = """
        Show the result of a simulation, and write it as a page, JSON and CSV.

        The report has counts only. The flips with their patients stay in the result; treat that as the charts.

        Examples:
          cdshooks simulate report run/result.ndjson
          cdshooks simulate report result.ndjson --output report
        """;

    public static Command Create(CommandEnvironment environment)
    {
        var file = CommonOptions.NoOption(new Argument<string>("result.ndjson") { Description = "A merged result." });
        var output = new Option<string?>("--output") { Description = "A folder for report.html, report.json and the tables as CSV.", HelpName = "DIR" };
        var command = new Command("report", Description) { file, output };
        command.SetAction(parsed =>
        {
            var shown = parsed.GetRequiredValue(file);
            var report = ReportReader.Read(environment.FullPath(shown), shown);
            if (parsed.GetValue(output) is { } folder)
            {
                ReportFiles.Write(report, environment.FullPath(folder));
            }

            new SimulationReportPrinter(environment.Screen).Print(report);
            return ExitCodes.Success;
        });
        return command;
    }
}
