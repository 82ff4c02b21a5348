using System.CommandLine;
using CdsHooks.Cli.Explain;
using CdsHooks.Cli.Plans;

namespace CdsHooks.Cli.Commands;

/// <summary><c>cdshooks explain</c>: the rules in plain words.</summary>
internal static class ExplainCommand
{
    private const string Description = """
        Tell in plain words what the rules say.

        Shows which orders a plan is about, every criterion with its thresholds, the range a site may set, what it
        reads and its sources, then the decision table and the cards. Made to be read beside a clinical document.

        Examples:
          cdshooks explain
          cdshooks explain physical-therapy
          cdshooks explain --profile payer-strict > rules.txt
        """;

    public static Command Create(Surroundings surroundings)
    {
        var criterion = CommonOptions.NoOption(new Argument<string?>("criterion-id")
        {
            Description = "Explain only this criterion and what stands below it.",
            Arity = ArgumentArity.ZeroOrOne,
        });
        var plan = CommonOptions.Plan();
        var profile = CommonOptions.Profile();
        var knowledge = CommonOptions.Knowledge();
        var command = new Command("explain", Description) { criterion, plan, profile, knowledge };
        command.SetAction(parsed =>
        {
            var source = KnowledgeSource.Open(KnowledgeFolder.Locate(parsed.GetValue(knowledge), surroundings));
            var resource = parsed.GetValue(plan) is { } named ? source.FindPlan(named) : source.OnlyPlan();
            var loaded = source.Load(resource, parsed.GetValue(profile));
            var explainer = new Explainer(new PlanContext(source, resource, loaded), surroundings.Screen);
            if (parsed.GetValue(criterion) is { } id)
            {
                explainer.ExplainOne(id);
            }
            else
            {
                explainer.ExplainAll();
            }

            return ExitCodes.Fine;
        });
        return command;
    }
}
