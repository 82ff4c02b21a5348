using CdsHooks.Decision.Criteria.Matching;
using CdsHooks.Decision.Evidence;

namespace CdsHooks.Decision.Criteria;

/// <summary>The levels of the spine that the orders of a call name, by body site or else by code.</summary>
/// <param name="Levels">The levels; empty when an order does not state its levels.</param>
internal sealed record OrderLevels(IReadOnlyList<SpinalLevel> Levels)
{
    private static readonly OrderLevels Unknown = new([]);

    /// <summary>Reads the orders relevant to the plan and those that add a level. An order that names no level may be for any.</summary>
    public static OrderLevels Of(AssessmentContext context, PlanBodySites bodySites)
    {
        List<SpinalLevel> levels = [];
        foreach (var order in context.Record.Of(EvidenceKind.DraftOrder))
        {
            if (order.EvidenceStatus is not EvidenceStatus.Usable || !(context.AddsLevel(order) || context.IsOwnOrder(order)))
            {
                continue;
            }

            var named = LevelsOf(order, bodySites);
            if (named.Count == 0 || order.Site.IsUnreadable)
            {
                return Unknown;
            }

            levels.AddRange(named);
        }

        return new OrderLevels([.. levels.Distinct()]);
    }

    /// <summary>Gets the number of interspaces; 0 when they are not known.</summary>
    public int Count => Levels.SelectMany(level => level.Interspaces()).Distinct().Count();

    /// <summary>Determines whether a level is known not to be one of the order's.</summary>
    public bool Excludes(SpinalLevel level) => Levels.Count > 0 && !Levels.Any(ordered => ordered.Covers(level));

    /// <summary>Writes the levels as a card shows them.</summary>
    public override string ToString() => string.Join(", ", Levels);

    private static IReadOnlyList<SpinalLevel> LevelsOf(EvidenceRecord order, PlanBodySites bodySites) => order.Levels.Count > 0
        ? order.Levels
        : [.. bodySites.CodedLevels.Where(coded => order.Codes.Contains(coded.ValueSet)).Select(coded => coded.Level)];
}
