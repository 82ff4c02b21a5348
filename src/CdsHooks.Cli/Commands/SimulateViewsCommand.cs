using System.CommandLine;
using CdsHooks.Cli.Output;
using CdsHooks.Simulation.Runs;
using CdsHooks.Simulation.Views;
using CdsHooks.Workbench;
using CdsHooks.Workbench.Plans;

namespace CdsHooks.Cli.Commands;

/// <summary><c>cdshooks simulate views</c>: writes views of what each criterion reads, for a lake of FHIR resources.</summary>
internal static class SimulateViewsCommand
{
    private const string Description = """
        Write what each criterion reads as ViewDefinitions of SQL on FHIR, for a team with a lake of its own.

        Beside the views are the inputs of each criterion with their value sets, the codes of these, and SQL that joins
        both with the tables of the views. A view says what rows there are, and not what the engine judges.

        The same rules give the same files. A folder with files of an earlier run is written anew; nothing else is
        replaced.

        Example:
          cdshooks simulate views --output views
        """;

    public static Command Create(CommandEnvironment environment)
    {
        var output = new Option<string>("--output") { Description = "The folder to write: empty, not there yet, or with earlier views.", HelpName = "DIR", Required = true };
        var knowledge = CommonOptions.Knowledge();
        var plan = CommonOptions.Plan();
        var siteParameters = CommonOptions.SiteParameters();
        var command = new Command("views", Description) { output, knowledge, plan, siteParameters };
        command.SetAction(parsed =>
        {
            var folder = KnowledgeFolder.Locate(parsed.GetValue(knowledge), environment);
            var source = KnowledgeSource.Open(folder);
            var site = SimulationOptions.Site(source, parsed.GetValue(plan), parsed.GetValue(siteParameters));
            var rules = RulesLoader.Side(source, RulesLoader.VersionOf(folder), parsed.GetValue(plan), site, []);
            var files = PlanViews.Of(rules);
            var shown = parsed.GetRequiredValue(output);
            ViewsFolder.Write(files, environment.FullPath(shown), shown);
            environment.Screen.Output.WriteLine($"{Wording.Counted(PlanViews.ViewsOf(rules).Count, "view")} of {rules.Identity.Plan} in {shown}. README.md says how they are used.");
            return ExitCodes.Success;
        });
        return command;
    }
}
