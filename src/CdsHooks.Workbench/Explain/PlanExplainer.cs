using CdsHooks.Decision;
using CdsHooks.Decision.Plan;
using Hl7.Fhir.Model;

namespace CdsHooks.Workbench.Explain;

/// <summary>Describes a plan in plain words, for a reader who compares it with a clinical document.</summary>
internal static class PlanExplainer
{
    /// <summary>Describes a plan.</summary>
    /// <param name="knowledge">The folder of the plan, for the titles of value sets.</param>
    /// <param name="definition">The plan's file.</param>
    /// <param name="plan">The plan, loaded with the values in force.</param>
    public static PlainPlan Explain(KnowledgeFiles knowledge, KnowledgeResource definition, CompiledPlan plan)
    {
        var context = new PlanContext(knowledge, definition, plan);
        var criteria = new CriterionWords(context);
        var decisions = new DecisionWords(context);
        var explained = new PlainPlan(
            HeaderOf(context.Tree.Root, plan),
            criteria.Of(context.Tree.Orders),
            [.. context.Tree.Criteria.Select(criteria.Of)],
            [.. context.Tree.Rows.Select((row, index) => decisions.Row(row, index + 1))],
            [.. context.Tree.Cards.Select(decisions.Card)],
            [],
            [.. context.Tree.Root.AllNamed("plan-limit").Select(limit => new PlainLimit(limit.Text("lower"), limit.Text("upper"), limit.Text("meaning")))],
            SourcesOf(context));
        var uses = new ParameterUses(explained);
        return explained with { Parameters = [.. plan.Rules.Parameters.All.Select(parameter => new PlainParameter(parameter, uses.Of(parameter.Name)))] };
    }

    private static PlainHeader HeaderOf(PlanDefinition plan, CompiledPlan loaded) =>
        new(loaded.Id, plan.Title ?? loaded.Rules.Title, plan.Version, plan.Date, loaded.Rules.Canonical, loaded.Rules.SiteParameters)
        {
            Description = plan.Description,
            Purpose = plan.Purpose,
            Usage = plan.Usage,
            Copyright = plan.Copyright,
            Publisher = plan.Publisher,
        };

    /// <summary>Lists each source once, where it says most about itself: among the plan's own.</summary>
    private static List<PlainSource> SourcesOf(PlanContext plan) =>
    [
        .. plan.Tree.Criteria
            .Prepend(plan.Tree.Orders)
            .SelectMany(node => node.WithDescendants())
            .Select(node => node.Action)
            .Concat(plan.Tree.Cards)
            .SelectMany(action => action.Documentation)
            .Concat(plan.Tree.Root.RelatedArtifact)
            .Select(PlainSource.Of)
            .Reverse()
            .DistinctBy(source => source.Name, StringComparer.Ordinal)
            .Reverse()
            .Where(source => source.Text.Length > 0)
            .DistinctBy(source => source.Text, StringComparer.Ordinal),
    ];
}
