using CdsHooks.Decision.Criteria.Matching;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Evidence;

namespace CdsHooks.Decision.Criteria;

/// <summary>Kind <c>levels</c>: met when the orders are for more than a given number of levels of the spine.</summary>
internal sealed class LevelCountCriterion(CriterionOutline outline, IReadOnlyList<EvidenceInput> inputs, int moreThan)
    : LeafCriterion(outline, inputs)
{
    public override CriterionState Assess(AssessmentContext context)
    {
        var state = Decide(context);
        return state.Finding.Facts?.Events is not { } levels
            ? state
            : With(state, () => new FindingFigures([new Figure(FigureKind.Levels) { Value = levels }], state.Finding.Result is CriterionResult.Unknown ? state.Finding.Reason : null));
    }

    public override RecordedResult? Judge(FindingFigures figures) => figures.Items is [{ Value: { } levels }]
        ? levels > moreThan ? new RecordedResult(CriterionResult.Met, Reason.Documented) : RecordedFigures.Otherwise(figures, Reason.TooFew)
        : null;

    private CriterionState Decide(AssessmentContext context)
    {
        var matches = InputMatches.Take(Inputs, context);
        List<EvidenceRecord> orders = [.. matches.Counts.Select(count => count.Record).Distinct()];
        var named = context.OrderLevels.Count;
        var levels = named > 0 ? named : ByCode(orders, context);
        if (levels > moreThan)
        {
            return Met(Reason.Documented, orders, new FindingFacts(Events: levels));
        }

        if (named > 0)
        {
            // The body sites state what a code leaves open.
            matches.Doubts.Clear();
        }

        // An order that counts may be the one whose code leaves the number open.
        matches.Counts.Clear();
        return NotMetOrUnknown(context, matches, levels > 0 ? Reason.TooFew : null, Items(orders), levels > 0 ? new FindingFacts(Events: levels) : null);
    }

    protected override IEnumerable<CriterionOutcome> OwnOutcomes => [CriterionOutcome.NotMet(Reason.TooFew)];

    /// <summary>
    /// Counts one level for the first order, plus the levels that are added. The largest number of one code counts, not the sum of all codes:
    /// a level that is fused from the front and from behind has two.
    /// </summary>
    private static int ByCode(List<EvidenceRecord> orders, AssessmentContext context)
    {
        if (orders.Count == 0)
        {
            return 0;
        }

        return 1 + orders
            .Where(context.AddsLevel)
            .OfType<OrderRecord>()
            .GroupBy(order => order.CodedAs is [var first, ..] ? first : default)
            .Select(same => same.Sum(order => order.Quantity is > 1 and < 30 and var several ? (int)several : 1))
            .DefaultIfEmpty(0)
            .Max();
    }
}
