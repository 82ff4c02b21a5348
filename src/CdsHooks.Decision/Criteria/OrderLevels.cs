using CdsHooks.Decision.Criteria.Matching;
using CdsHooks.Decision.Evidence;

namespace CdsHooks.Decision.Criteria;

/// <summary>The levels of the spine that the orders of a call name: by body site, else by code.</summary>
/// <param name="Levels">The levels; empty where the orders do not name all of theirs.</param>
internal sealed record OrderLevels(IReadOnlyList<SpinalLevel> Levels)
{
    private static readonly OrderLevels Unsaid = new([]);

    /// <summary>Reads the orders that the plan is about and those that add a level. One that names no level may be of any.</summary>
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
                return Unsaid;
            }

            levels.AddRange(named);
        }

        return new OrderLevels([.. levels.Distinct()]);
    }

    /// <summary>How many interspaces they are; 0 where they are not known.</summary>
    public int Count => Levels.SelectMany(level => level.Interspaces()).Distinct().Count();

    /// <summary>Whether a level is known to be none of the order's.</summary>
    public bool Lack(SpinalLevel level) => Levels.Count > 0 && !Levels.Any(ordered => ordered.Covers(level));

    /// <summary>The levels as a card writes them.</summary>
    public override string ToString() => string.Join(", ", Levels);

    private static IReadOnlyList<SpinalLevel> LevelsOf(EvidenceRecord order, PlanBodySites bodySites) => order.Levels.Count > 0
        ? order.Levels
        : [.. bodySites.CodedLevels.Where(coded => order.Codes.Contains(coded.ValueSet)).Select(coded => coded.Level)];
}
