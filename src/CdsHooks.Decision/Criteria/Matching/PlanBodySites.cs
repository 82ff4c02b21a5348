using CdsHooks.Decision.Evidence;

namespace CdsHooks.Decision.Criteria.Matching;

/// <summary>The body sites of a plan, as value sets. A member is -1 when the plan names none.</summary>
/// <param name="Site">Body sites inside.</param>
/// <param name="OtherSite">Body sites outside.</param>
/// <param name="Reason">Reasons that put an order inside.</param>
/// <param name="Nearby">Codes of visits and orders for this part of the body or an adjacent one.</param>
internal sealed record PlanBodySites(int Site, int OtherSite, int Reason, int Nearby)
{
    public static PlanBodySites Unstated { get; } = new(-1, -1, -1, -1);

    /// <summary>Gets the value set of reasons that put an order outside, or -1.</summary>
    public int OtherReason { get; init; } = -1;

    /// <summary>Gets the value set of orders that put the other orders of the call inside, or -1.</summary>
    public int Order { get; init; } = -1;

    /// <summary>Gets the letters of the vertebrae inside: LS for the lumbar spine; empty when the plan reads no levels of the spine.</summary>
    public string Levels { get; init; } = string.Empty;

    /// <summary>Gets the value set of orders that add a level each, or -1.</summary>
    public int AddOn { get; init; } = -1;

    /// <summary>Gets the levels that orders name by their code: a value set, and the level of its codes.</summary>
    public IReadOnlyList<(int ValueSet, SpinalLevel Level)> CodedLevels { get; init; } = [];

    /// <summary>Determines whether a record states a site inside those of the plan: true inside, false outside, null when not stated.</summary>
    public bool? Includes(EvidenceRecord record)
    {
        var isOrder = record.Kind is EvidenceKind.DraftOrder;
        var saysLevel = record.Levels.Count > 0 && Levels.Length > 0;
        var level = saysLevel ? SpinalLevel.Within(record.Levels, Levels) : null;
        if ((level is false && In(record.Sites, Site)) || (level is true && In(record.Sites, OtherSite)))
        {
            // The text contradicts the code, or there are two sites: it is not known which one is meant.
            return null;
        }

        if (In(record.Sites, Site) || (isOrder && (In(record.Reasons, Reason) || In(record.Codes, Order))))
        {
            return true;
        }

        if (saysLevel)
        {
            return level;
        }

        // One diagnosis may have two codes: one that implies the body site, and one that leaves it open.
        var saysOther = record.Kind switch
        {
            EvidenceKind.DraftOrder => In(record.Reasons, OtherReason),
            EvidenceKind.Condition => In(record.Codes, OtherReason),
            _ => false,
        };
        return saysOther || In(record.Sites, OtherSite) ? false : null;
    }

    /// <summary>Determines whether a visit was for this part of the body or an adjacent one; null when neither is stated.</summary>
    public bool? Concerns(EvidenceRecord record)
    {
        var isLevel = record.Levels.Count > 0;
        if (In(record.Reasons, Nearby) || In(record.Reasons, Reason) || In(record.Sites, Site) || In(record.Sites, Nearby)
            || (isLevel && SpinalLevel.Within(record.Levels, Levels) is not false))
        {
            return true;
        }

        var saysSite = record.Site.IsStated && (Levels.Length > 0 || !isLevel || !record.Sites.IsEmpty);
        return record.Reason.IsStated || saysSite ? false : null;
    }

    private static bool In(Fhir.Terminology.ValueSetBits bits, int valueSet) => valueSet >= 0 && bits.Contains(valueSet);
}
