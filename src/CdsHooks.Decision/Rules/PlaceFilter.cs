using CdsHooks.Decision.Evidence;

namespace CdsHooks.Decision.Rules;

/// <summary>What an input asks of the part of the body a record is about.</summary>
internal sealed class PlaceFilter
{
    public required PlanRegion Region { get; init; }

    public InputRegion RegionRule { get; init; }

    /// <summary>Gets the body sites that a neutral code counts with instead of the plan's region, or -1.</summary>
    public int SiteIn { get; init; } = -1;

    public bool UnstatedCounts { get; init; }

    /// <summary>Gets a value indicating whether a coded reason or site elsewhere in the body drops the record.</summary>
    public bool SameRegion { get; init; }

    /// <summary>Gets a value indicating whether a record without any coded reason or site is dropped.</summary>
    public bool RequiresReason { get; init; }

    public Match Judge(EvidenceRecord record, AssessmentContext context) => BySite(record, context).And(ByReason(record, context));

    private Match BySite(EvidenceRecord record, AssessmentContext context)
    {
        if (RegionRule is InputRegion.Any)
        {
            return Match.Counts;
        }

        var inside = SiteIn >= 0 && record.Sites.Contains(SiteIn) ? true : Region.Places(record);
        if (RegionRule is InputRegion.Stated)
        {
            return inside is false && record.Kind is not EvidenceKind.DraftOrder ? Match.Dropped(Reason.OtherRegion) : Match.Counts;
        }

        inside ??= record.Kind is EvidenceKind.DraftOrder ? context.OrdersPlace : null;
        if (inside is not null)
        {
            return inside is true ? Match.Counts : Match.Dropped(Reason.OtherRegion);
        }

        if (record.Kind is EvidenceKind.DraftOrder && record.HasUnresolvedReason
            && !context.Record.RetrievalOf(EvidenceKind.Condition).IsComplete)
        {
            return Match.Doubt(Reason.NotRetrieved);
        }

        if (UnstatedCounts)
        {
            return Match.Counts;
        }

        return record.Kind is EvidenceKind.DraftOrder ? Match.Dropped(Reason.NotStated) : Match.Doubt(Reason.NotStated);
    }

    /// <summary>Whether a visit's coded reasons and sites, if any, lie in or about the region.</summary>
    private Match ByReason(EvidenceRecord record, AssessmentContext context)
    {
        if (!SameRegion)
        {
            return Match.Counts;
        }

        var isUnseen = record.HasUnresolvedReason && !context.Record.RetrievalOf(EvidenceKind.Condition).IsComplete;
        return Region.Concerns(record) switch
        {
            true => Match.Counts,
            false => isUnseen ? Match.Doubt(Reason.NotRetrieved) : Match.Dropped(Reason.OtherRegion),
            null when isUnseen => Match.Doubt(Reason.NotRetrieved),
            null => RequiresReason ? Match.Dropped(Reason.NotStated) : Match.Counts,
        };
    }
}
