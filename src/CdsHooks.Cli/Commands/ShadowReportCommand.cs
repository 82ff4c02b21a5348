using System.CommandLine;
using CdsHooks.Cli.Output;
using CdsHooks.Cli.Shadow;
using CdsHooks.Decision.Comparison;
using CdsHooks.Workbench.Shadow;

namespace CdsHooks.Cli.Commands;

/// <summary><c>cdshooks shadow-report</c>: compares recorded decisions with those of the rules in shadow.</summary>
internal static class ShadowReportCommand
{
    private const string Description = """
        Compare what the rules answered with what the rules in shadow would have answered.

        Reads decisions exported by 'CdsHooks.Service store export decisions', one JSON object a line, and shows how
        often each card comes under both sets of rules, which calls flip from one card to another, which criteria
        turned in them, and the values that were measured. Exit code 1 when any call flips.

        Example:
          cdshooks shadow-report decisions.ndjson
        """;

    public static Command Create(CommandEnvironment environment)
    {
        var files = CommonOptions.NoOption(new Argument<string[]>("decisions.ndjson") { Description = "The exported decisions.", Arity = ArgumentArity.OneOrMore });
        var json = CommonOptions.Json();
        var command = new Command("shadow-report", Description) { files, json };
        command.SetAction(parsed =>
        {
            var comparison = new RulesComparison();
            foreach (var file in parsed.GetRequiredValue(files))
            {
                RecordedDecisions.ReadInto(environment.FullPath(file), file, comparison);
            }

            var report = comparison.ToReport();
            var printer = new ShadowReportPrinter(environment.Screen);
            if (parsed.GetValue(json))
            {
                printer.PrintJson(report);
            }
            else
            {
                printer.Print(report);
            }

            if (report.Compared == 0)
            {
                throw new CommandException("No decision was judged in shadow: nothing can be compared.");
            }

            return report.Flips.Count == 0 ? ExitCodes.Success : ExitCodes.Findings;
        });
        return command;
    }
}
