using System.CommandLine;
using CdsHooks.Cli.Check;
using CdsHooks.Cli.Output;
using CdsHooks.Cli.Plans;

namespace CdsHooks.Cli.Commands;

/// <summary><c>cdshooks check</c>: every issue in the rules.</summary>
internal static class CheckCommand
{
    private const string Description = """
        List every issue in the rules, with its file and place.

        Reads the whole folder, loads each plan with its own values and under each set of site parameters, and checks the
        discovery document cds-services.json where it lies beside the folder. Errors forbid the use of the rules;
        warnings are worth a look.

        Example:
          cdshooks check fhir-profiles
        """;

    public static Command Create(Surroundings surroundings)
    {
        var folder = CommonOptions.NoOption(new Argument<string?>("fhir-profiles")
        {
            Description = "Folder of the rules. Without it: the nearest folder fhir-profiles from here upward, else the one beside the program.",
            Arity = ArgumentArity.ZeroOrOne,
        });
        var verbose = new Option<bool>("--verbose") { Description = "Show notes too, such as value sets that no rule reads." };
        var json = CommonOptions.Json();
        var command = new Command("check", Description) { folder, verbose, json };
        command.SetAction(parsed =>
        {
            var directory = KnowledgeFolder.Locate(parsed.GetValue(folder), surroundings);
            var report = KnowledgeCheck.Run(directory);
            var printer = new CheckPrinter(surroundings.Screen);
            if (parsed.GetValue(json))
            {
                printer.PrintJson(report);
            }
            else
            {
                printer.Print(report, parsed.GetValue(verbose));
            }

            return report.Count(Severity.Error) == 0 ? ExitCodes.Fine : ExitCodes.Findings;
        });
        return command;
    }
}
