using System.CommandLine;
using CdsHooks.Cli.Explain;
using CdsHooks.Cli.Output;
using CdsHooks.Cli.Plans;

namespace CdsHooks.Cli.Commands;

/// <summary><c>cdshooks explain</c>: the rules in plain words.</summary>
internal static class ExplainCommand
{
    private const string Description = """
        Tell in plain words what the rules say.

        One page says which orders a plan is about, when it is silent, what decides, with numbers and sources, and which
        card comes when. One criterion or card by its id or key says all about it. --all says everything, what is switched
        off too: made to be read beside a clinical document.

        Examples:
          cdshooks explain
          cdshooks explain K1
          cdshooks explain physical-therapy
          cdshooks explain --all --parameters payer-strict > rules.txt
        """;

    public static Command Create(Surroundings surroundings)
    {
        var criterion = CommonOptions.NoOption(new Argument<string?>("criterion-or-card")
        {
            Description = "Explain only this criterion, with what is below it, or this card: by id or key.",
            Arity = ArgumentArity.ZeroOrOne,
        });
        var all = new Option<bool>("--all") { Description = "Everything, what is switched off too." };
        var plan = CommonOptions.Plan();
        var siteParameters = CommonOptions.SiteParameters();
        var knowledge = CommonOptions.Knowledge();
        var command = new Command("explain", Description) { criterion, all, plan, siteParameters, knowledge };
        command.SetAction(parsed =>
        {
            var source = KnowledgeSource.Open(KnowledgeFolder.Locate(parsed.GetValue(knowledge), surroundings));
            var resource = parsed.GetValue(plan) is { } named ? source.FindPlan(named) : source.OnlyPlan();
            var loaded = source.Load(resource, parsed.GetValue(siteParameters));
            var explainer = new Explainer(new PlanContext(source, resource, loaded), surroundings.Screen);
            if (parsed.GetValue(criterion) is { } id)
            {
                explainer.ExplainOne(id, parsed.GetValue(all));
            }
            else if (parsed.GetValue(all))
            {
                explainer.ExplainAll();
            }
            else
            {
                explainer.ExplainBriefly();
            }

            return ExitCodes.Fine;
        });
        return command;
    }
}
