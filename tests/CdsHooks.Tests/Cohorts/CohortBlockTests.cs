using System.Text;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Service.Tests.Infrastructure;
using CdsHooks.Simulation.Cohort;
using CdsHooks.Simulation.Cohort.Blocks;
using CdsHooks.Simulation.Cohort.Charts;
using Xunit;

namespace CdsHooks.Tests.Cohorts;

/// <summary>The blocks of a cohort show every result and reason of every criterion that charts can show, in sound FHIR.</summary>
public sealed class CohortBlockTests
{
    private static readonly string[] Leaves = [.. CohortCalls.Plan.Rules.Criteria.Where(criterion => criterion.Members.Count == 0).Select(criterion => criterion.Id)];

    [Fact]
    public void Every_result_of_every_criterion_has_a_block_or_an_excuse()
    {
        var shown = EachVariant().SelectMany(draft => draft.Outcomes.Values).Select(outcome => outcome.ToString()).ToHashSet(StringComparer.Ordinal);

        // What an empty chart gives.
        shown.UnionWith(Leaves.Select(id => Outcome.NotMet(id).ToString()));
        shown.Add("manual-occupation unknown not-stated");
        shown.Add("many-levels not-met too-few");

        var results = shown.Select(outcome => outcome[..outcome.LastIndexOf(' ')]).ToHashSet(StringComparer.Ordinal);
        var missing = Leaves
            .SelectMany(id => CohortCalls.Plan.Rules.OutcomesOf(id).Select(outcome => $"{id} {outcome.Result.ToCode()}"))
            .Distinct(StringComparer.Ordinal)
            .Where(result => !results.Contains(result) && !CohortExcuse.Results.ContainsKey(result));
        Assert.True(!missing.Any(), string.Join((char)10, missing));
    }

    [Fact]
    public void Every_reason_is_shown_by_a_block_or_is_none_of_charts()
    {
        var shown = EachVariant().SelectMany(draft => draft.Outcomes.Values).Select(outcome => outcome.Reason.ToCode()).ToHashSet(StringComparer.Ordinal);

        Assert.Equal(CohortExcuse.Reasons.Keys.Order(StringComparer.Ordinal), ReasonCodes.All.Where(reason => !shown.Contains(reason)).Order(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    [Fact]
    public void No_block_states_a_result_that_the_plan_cannot_give()
    {
        var possible = Leaves.SelectMany(id => CohortCalls.Plan.Rules.OutcomesOf(id).Select(outcome => new Outcome(id, outcome.Result, outcome.Reason).ToString())).ToHashSet(StringComparer.Ordinal);

        Assert.All(EachVariant().SelectMany(draft => draft.Outcomes.Values).Select(outcome => outcome.ToString()), outcome => Assert.Contains(outcome, possible));
    }

    [Fact]
    public void Every_variant_is_drawn_by_the_stated_prevalences() =>
        Assert.Empty(AllBlocks.InOrder.SelectMany(block => block.Variants.Select((variant, index) => (Name: $"{block.Name}/{variant.Name}", Prevalences.Default.WeightOf(block, index).Weight))).Where(variant => variant.Weight == 0).Select(variant => variant.Name));

    [Fact]
    public void Every_variant_and_many_charts_are_sound_FHIR()
    {
        HashSet<string> issues = new(StringComparer.Ordinal);
        foreach (var draft in EachVariant())
        {
            for (var index = 0; index < draft.Chart.Count; index++)
            {
                issues.UnionWith(FhirStructure.Issues(Encoding.UTF8.GetString(draft.Chart[index].Json.Span)).Where(issue => !CohortExcuse.Structure.Any(issue.Contains)));
            }
        }

        foreach (var resource in CohortSource.Shared())
        {
            issues.UnionWith(FhirStructure.Issues(Encoding.UTF8.GetString(resource.Json.Span)));
        }

        Assert.True(issues.Count == 0, string.Join((char)10, issues));
    }

    /// <summary>Writes each variant into a chart of its own. Each draft is valid until the next.</summary>
    private static IEnumerable<ChartDraft> EachVariant()
    {
        using var chart = new ChartWriter();
        var draft = new ChartDraft(chart);
        foreach (var (block, variant) in AllBlocks.InOrder.SelectMany(block => block.Variants.Select(variant => (block, variant))))
        {
            foreach (var shape in ReferenceEquals(block, TherapyBlock.Block) ? TherapyVisits.Shapes.Variants : TherapyVisits.Shapes.Variants.Take(1))
            {
                chart.Begin("syn-000000001");
                draft.Begin(new DateOnly(2025, 11, 4));
                draft.IsFilmRecent = variant.Name.Length % 2 == 0;
                shape.Write(draft);
                (draft.OrderStatus, draft.Order) = ("active", new OrderOfTruth("ServiceRequest", "syn-000000001-9"));
                draft.Write(variant, new CohortDice(1, 1, variant.Name));
                draft.Conclude(AllBlocks.OpenedByFailure);
                yield return draft;
            }
        }
    }
}
