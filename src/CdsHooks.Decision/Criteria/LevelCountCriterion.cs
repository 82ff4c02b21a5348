using CdsHooks.Decision.Criteria.Matching;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Evidence;

namespace CdsHooks.Decision.Criteria;

/// <summary>Kind <c>levels</c>: whether the orders are for more levels of the spine than so many.</summary>
internal sealed class LevelCountCriterion(CriterionOutline outline, IReadOnlyList<EvidenceInput> inputs, int moreThan)
    : LeafCriterion(outline, inputs)
{
    public override CriterionState Assess(AssessmentContext context)
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
            // What a code leaves open, the sites say.
            matches.Doubts.Clear();
        }

        // An order that counts may be the one whose code leaves the number open.
        matches.Counts.Clear();
        return Fallen(context, matches, levels > 0 ? Reason.TooFew : null, Items(orders), levels > 0 ? new FindingFacts(Events: levels) : null);
    }

    protected override IEnumerable<CriterionOutcome> OwnOutcomes => [CriterionOutcome.NotMet(Reason.TooFew)];

    /// <summary>
    /// One level for the first, and those that are added. Of several codes for more levels the largest number counts: one level may be
    /// fused from the front and from behind, and then has two.
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
