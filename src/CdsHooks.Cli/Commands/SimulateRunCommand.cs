using System.CommandLine;
using System.Globalization;
using CdsHooks.Cli.Output;
using CdsHooks.Cli.Simulate;
using CdsHooks.Simulation.Reports;
using CdsHooks.Simulation.Runs;

namespace CdsHooks.Cli.Commands;

/// <summary><c>cdshooks simulate run</c>: judges all shards of a pack on this machine.</summary>
internal static class SimulateRunCommand
{
    private const string Description = """
        Judge the charts of a pack as the service would have, under one or two sets of rules.

        Each fusion order in a chart is judged as if it were signed on its day, with nothing that came later; with
        --what-if, a made-up order for every patient. Shards are judged at the same time, and a run that was killed
        goes on where it was. The result names the patients whose call flips; the report names nobody.

        Examples:
          cdshooks simulate run pack --output run
          cdshooks simulate run pack --output run8 --set pt.minWeeks=8 --sweep pt.minWeeks=4,5,6,8
          cdshooks simulate run pack --output whatif --what-if 'http://www.ama-assn.org/go/cpt|22612' --on 2026-06-01 \
            --where 'Condition?code=http://hl7.org/fhir/sid/icd-10-cm|M54.50'
        """;

    public static Command Create(CommandEnvironment environment)
    {
        var options = new SimulationOptions();
        var output = new Option<string>("--output") { Description = "The folder of the run: result.ndjson, report.html, report.json, and the results of the shards.", HelpName = "DIR", Required = true };
        var jobs = CommonOptions.Whole<int>("--jobs");
        jobs.Description = "The number of shards that are judged at the same time. Default: one for each processor.";
        var command = new Command("run", Description) { output, jobs };
        options.AddTo(command);
        command.SetAction((parsed, cancellationToken) => Task.Run(() => Run(environment, options.Load(parsed, environment), parsed.GetRequiredValue(output), parsed.GetValue(jobs), cancellationToken), CancellationToken.None));
        return command;
    }

    private static int Run(CommandEnvironment environment, SimulationSetup setup, string output, int? jobs, CancellationToken cancellationToken)
    {
        if (jobs < 1)
        {
            throw CommandException.UsageError("--jobs must be at least 1.");
        }

        var folder = environment.FullPath(output);
        var progress = new ProgressLine(environment, setup.Pack.Manifest.Patients);
        var earlier = 0L;
        string result;
        try
        {
            result = new SimulationRun(setup).Run(folder, jobs ?? Environment.ProcessorCount, Report, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            throw new CommandException("The run was stopped. The same command goes on with the shards that are missing.");
        }
        finally
        {
            progress.End();
        }

        if (earlier > 0)
        {
            environment.Screen.Line($"{Markup.Counted(earlier, "patient")} had been judged by an earlier run of the same command.");
        }

        var report = ReportReader.Read(result, SimulationRun.ResultFile);
        ReportFiles.Write(report, folder);
        new SimulationReportPrinter(environment.Screen).Print(report);
        environment.Screen.Blank();
        environment.Screen.Line(string.Create(CultureInfo.InvariantCulture, $"Written to {output}: {SimulationRun.ResultFile}, {ReportFiles.Html}, {ReportFiles.Json}, {ReportFiles.Csv}/."));
        return ExitCodes.Success;

        void Report(SimulationProgress done)
        {
            earlier = done.Earlier;
            progress.Report(done);
        }
    }
}
