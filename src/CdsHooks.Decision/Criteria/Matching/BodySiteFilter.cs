using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Evidence;

namespace CdsHooks.Decision.Criteria.Matching;

/// <summary>The requirements of an input on the body site of a record.</summary>
internal sealed class BodySiteFilter
{
    public required PlanBodySites BodySites { get; init; }

    public InputBodySite BodySiteRule { get; init; }

    /// <summary>Gets the value set of body sites with which a neutral code counts, instead of those of the plan, or -1.</summary>
    public int SiteIn { get; init; } = -1;

    /// <summary>Gets the letters of the vertebrae at whose levels it also counts; empty when those body sites include no level.</summary>
    public string SiteLevels { get; init; } = string.Empty;

    public bool UnstatedCounts { get; init; }

    /// <summary>Gets a value indicating whether the body site names a part, such as a muscle, that no value set of body sites contains.</summary>
    public bool SiteNamesPart { get; init; }

    /// <summary>Gets a value indicating whether a coded reason or site elsewhere in the body drops the record.</summary>
    public bool SameBodySite { get; init; }

    /// <summary>Gets a value indicating whether a record without any coded reason or site is dropped.</summary>
    public bool RequiresReason { get; init; }

    public Match Judge(EvidenceRecord record, IAssessmentState context) => BySite(record, context).And(ByReason(record));

    private Match BySite(EvidenceRecord record, IAssessmentState context)
    {
        if (BodySiteRule is InputBodySite.Any)
        {
            return Match.Counts;
        }

        var inside = IsAtOwnSite(record) ? true : BodySites.Includes(record);
        var unread = inside is true || SiteNamesPart ? null : EvidenceInput.ReasonOf(record.Site.Why) ?? UnreadLevel(record, inside);
        if (BodySiteRule is InputBodySite.Stated)
        {
            return ByStatedSite(record, inside, unread);
        }

        inside ??= record.Kind is EvidenceKind.DraftOrder ? context.OrdersAreInside : null;
        if (inside is true)
        {
            return Match.Counts;
        }

        return unread is { } site ? Match.Doubt(UnstatedCounts ? site : Reason.NotStated)
            : inside is false ? Match.Dropped(Reason.OtherRegion)
            : record.Kind is EvidenceKind.DraftOrder && EvidenceInput.ReasonOf(record.Reason.Why) is { } reason ? Match.Doubt(reason)
            : UnstatedCounts ? Match.Counts
            : record.Kind is EvidenceKind.DraftOrder ? Match.Dropped(Reason.NotStated)
            : Match.Doubt(Reason.NotStated);
    }

    /// <summary>Determines whether the record is at one of the body sites of this input.</summary>
    private bool IsAtOwnSite(EvidenceRecord record) =>
        SiteIn >= 0 && (record.Sites.Contains(SiteIn) || SpinalLevel.Within(record.Levels, SiteLevels) is true);

    /// <summary>Gets a reason for doubt when a level lies across a border, so that it is not known whether it is inside; otherwise null.</summary>
    private Reason? UnreadLevel(EvidenceRecord record, bool? inside)
    {
        var isOpen = inside is null || (SiteIn >= 0 && (SiteLevels is [] || SpinalLevel.Within(record.Levels, SiteLevels) is null));
        return isOpen && record.Levels.Count > 0 ? Reason.NotCoded : null;
    }

    private static Match ByStatedSite(EvidenceRecord record, bool? inside, Reason? unread) =>
        record.Kind is EvidenceKind.DraftOrder ? Match.Counts
        : unread is { } reason ? Match.Doubt(reason)
        : inside is false ? Match.Dropped(Reason.OtherRegion)
        : Match.Counts;

    /// <summary>Judges a visit by its coded reasons and sites, if any: they must be in or near the body sites of the plan.</summary>
    private Match ByReason(EvidenceRecord record)
    {
        if (!SameBodySite)
        {
            return Match.Counts;
        }

        return (BodySites.Concerns(record), EvidenceInput.ReasonOf(record.Reason.Why)) switch
        {
            (true, _) => Match.Counts,

            // Free text alone is like no reason at all, unless one is required.
            (_, { } reason and not Reason.NotCoded) => Match.Doubt(reason),
            (false, _) => Match.Dropped(Reason.OtherRegion),
            (null, { } reason) when RequiresReason => Match.Doubt(reason),
            _ => RequiresReason ? Match.Dropped(Reason.NotStated) : Match.Counts,
        };
    }
}

/// <summary>The information that the codes of an input give about the body site.</summary>
internal enum InputBodySite
{
    /// <summary>The code implies the body site; only a coded body site outside drops the record.</summary>
    Stated,

    /// <summary>The code leaves the body site open: a site, or the reason of an order, must state it.</summary>
    Neutral,

    /// <summary>The body site does not matter.</summary>
    Any,
}
