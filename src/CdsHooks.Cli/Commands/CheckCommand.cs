using System.CommandLine;
using CdsHooks.Cli.Check;
using CdsHooks.Cli.Output;

namespace CdsHooks.Cli.Commands;

/// <summary><c>cdshooks check</c>: lists every issue in the rules.</summary>
internal static class CheckCommand
{
    private const string Description = """
        List every issue in the rules, with its file and place.

        Reads the whole folder, loads each plan with its defaults and with each set of site parameters, and checks the
        discovery document cds-services.json next to the folder, if there is one. Rules with errors cannot be used;
        warnings point to probable mistakes.

        Example:
          cdshooks check fhir-profiles
        """;

    public static Command Create(CommandEnvironment environment)
    {
        var folder = CommonOptions.NoOption(new Argument<string?>("fhir-profiles")
        {
            Description = "Folder of the rules. Default: the nearest folder fhir-profiles in or above the current one, else the one next to the program.",
            Arity = ArgumentArity.ZeroOrOne,
        });
        var verbose = new Option<bool>("--verbose") { Description = "Also show notes, such as value sets that no rule reads." };
        var json = CommonOptions.Json();
        var command = new Command("check", Description) { folder, verbose, json };
        command.SetAction(parsed =>
        {
            var directory = KnowledgeFolder.Locate(parsed.GetValue(folder), environment);
            var report = KnowledgeCheck.Run(directory);
            var printer = new CheckPrinter(environment.Screen);
            if (parsed.GetValue(json))
            {
                printer.PrintJson(report);
            }
            else
            {
                printer.Print(report, parsed.GetValue(verbose));
            }

            return report.Count(Severity.Error) == 0 ? ExitCodes.Success : ExitCodes.Findings;
        });
        return command;
    }
}
