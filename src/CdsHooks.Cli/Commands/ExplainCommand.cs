using System.CommandLine;
using CdsHooks.Cli.Explain;
using CdsHooks.Cli.Output;
using CdsHooks.Workbench.Explain;
using CdsHooks.Workbench.Plans;

namespace CdsHooks.Cli.Commands;

/// <summary><c>cdshooks explain</c>: describes the rules in plain words.</summary>
internal static class ExplainCommand
{
    private const string Description = """
        Describe the rules in plain words.

        The overview of one page lists the orders that a plan covers, when it is silent, the criteria with their numbers
        and sources, and the card for each situation. The id or key of a criterion or card shows it in full. --all shows
        everything, including what is switched off, for comparison with a clinical document.

        Examples:
          cdshooks explain
          cdshooks explain K1
          cdshooks explain physical-therapy
          cdshooks explain --all --parameters payer-strict > rules.txt
        """;

    public static Command Create(CommandEnvironment environment)
    {
        var criterion = CommonOptions.NoOption(new Argument<string?>("criterion-or-card")
        {
            Description = "Id or key of one criterion, which is explained with its members, or of one card.",
            Arity = ArgumentArity.ZeroOrOne,
        });
        var all = new Option<bool>("--all") { Description = "Explain everything, including what is switched off." };
        var plan = CommonOptions.Plan();
        var siteParameters = CommonOptions.SiteParameters();
        var knowledge = CommonOptions.Knowledge();
        var command = new Command("explain", Description) { criterion, all, plan, siteParameters, knowledge };
        command.SetAction(parsed =>
        {
            var source = KnowledgeSource.Open(KnowledgeFolder.Locate(parsed.GetValue(knowledge), environment));
            var resource = parsed.GetValue(plan) is { } named ? source.FindPlan(named) : source.OnlyPlan("Choose one with --plan.");
            var loaded = source.Load(resource, parsed.GetValue(siteParameters));
            var printer = new PlanPrinter(PlanExplainer.Explain(source.Knowledge, resource, loaded), environment.Screen);
            if (parsed.GetValue(criterion) is { } id)
            {
                printer.PrintOne(id, parsed.GetValue(all));
            }
            else if (parsed.GetValue(all))
            {
                printer.PrintAll();
            }
            else
            {
                printer.PrintBriefly();
            }

            return ExitCodes.Success;
        });
        return command;
    }
}
