using CdsHooks.Decision.Evidence;
using CdsHooks.Fhir.Terminology;

namespace CdsHooks.Decision.Rules;

/// <summary>One compiled input: which records it reads, and what it makes of each.</summary>
internal sealed class EvidenceInput
{
    public required EvidenceKind Kind { get; init; }

    public required InputRole Role { get; init; }

    /// <summary>Gets the code filters; all must hold.</summary>
    public required IReadOnlyList<(EvidencePath Path, int ValueSet)> Filters { get; init; }

    public required PlanRegion Region { get; init; }

    public bool IsRegionNeutral { get; init; }

    public bool UnstatedCounts { get; init; }

    /// <summary>Gets the statuses that replace the table of usable ones; empty when the table applies.</summary>
    public IReadOnlyList<string> Statuses { get; init; } = [];

    public bool NeedsStatusReason { get; init; }

    /// <summary>Gets the value set the status reason must be in, or -1.</summary>
    public int StatusReasonIn { get; init; } = -1;

    public bool CountsHistory { get; init; }

    public bool CountsInProgress { get; init; }

    /// <summary>Gets the value set a reason must be in, or -1.</summary>
    public int NeedsReasonIn { get; init; } = -1;

    public Duration? Lookback { get; init; }

    public bool UndatedCounts { get; init; }

    public Duration? MinAge { get; init; }

    /// <summary>Gets the criterion whose evidence must come before, or null.</summary>
    public string? After { get; init; }

    public int AfterDays { get; init; }

    public Reason? GivenReason { get; init; }

    public DoubtScope DoubtScope { get; init; }

    /// <summary>Gets words to find in an order's or drug's text; empty when codes decide.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>Gets a value indicating whether only drugs that no value set knows are meant.</summary>
    public bool IsForUnresolved { get; init; }

    /// <summary>Gets the value set of routes that do not count, or -1.</summary>
    public int ExcludedRoutes { get; init; } = -1;

    /// <summary>Gets the settings only one kind of criterion has.</summary>
    public MeasureThreshold? Threshold { get; init; }

    /// <summary>Gets the days before a report from which a usable value silences its doubt; null when nothing does.</summary>
    public int? GraceDays { get; init; }

    public Match Examine(EvidenceRecord record, AssessmentContext context)
    {
        if (!IsAbout(record))
        {
            return Unmatched(record, context);
        }

        if (record.Standing is Standing.Unusable)
        {
            return ByStatus(record);
        }

        if (record.Kind is not EvidenceKind.DraftOrder && record.Start is { } start && start.IsCertainlyAfter(context.Clock.Today))
        {
            return Match.None;
        }

        return ByStatus(record)
            .And(ByAbatement(record, context))
            .And(ByRegion(record, context))
            .And(ByReason(record, context))
            .And(ByDate(record, context))
            .And(ByOrder(record, context));
    }

    public static ValueSetBits At(EvidenceRecord record, EvidencePath path) => path switch
    {
        EvidencePath.Code => record.Codes,
        EvidencePath.Value => record.Values,
        EvidencePath.Reason => record.Reasons,
        EvidencePath.Category => record.Categories,
        EvidencePath.Participant => record.Roles,
        _ => throw new ArgumentOutOfRangeException(nameof(path)),
    };

    private bool IsAbout(EvidenceRecord record)
    {
        if (IsForUnresolved)
        {
            return !record.IsResolved;
        }

        if (Words.Count > 0 && !Words.Any(word => ContainsWord(record.SearchText, word)))
        {
            return false;
        }

        foreach (var (path, valueSet) in Filters)
        {
            if (!At(record, path).Contains(valueSet))
            {
                return false;
            }
        }

        return true;
    }

    private static bool ContainsWord(string text, string word)
    {
        for (var at = text.IndexOf(word, StringComparison.Ordinal); at >= 0; at = text.IndexOf(word, at + 1, StringComparison.Ordinal))
        {
            var end = at + word.Length;
            if ((at == 0 || !char.IsLetterOrDigit(text[at - 1])) && (end == text.Length || !char.IsLetterOrDigit(text[end])))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A record whose code is malformed may be about this; an order whose reason is not in hand may have this reason.</summary>
    private Match Unmatched(EvidenceRecord record, AssessmentContext context)
    {
        if (record.HasUnreadableCode && record.Standing is not Standing.Excluded)
        {
            return Match.Doubt(Reason.Unusable);
        }

        if (record.Standing is Standing.Excluded || !Filters.Any(filter => filter.Path is EvidencePath.Reason))
        {
            return Match.None;
        }

        if (record.HasUnreadableReason)
        {
            return Match.Doubt(Reason.Unusable);
        }

        return record.HasUnresolvedReason && !context.Record.RetrievalOf(EvidenceKind.Condition).IsComplete
            ? Match.Doubt(Reason.NotRetrieved)
            : Match.None;
    }

    private Match ByStatus(EvidenceRecord record)
    {
        if (Statuses.Count > 0)
        {
            return ByListedStatus(record);
        }

        if (!HasStatusReason(record))
        {
            return Match.None;
        }

        return record.Standing switch
        {
            Standing.Usable => Match.Counts,
            Standing.Historical => CountsHistory ? Match.Counts : Match.Dropped(Reason.Excluded),
            Standing.InProgress => CountsInProgress ? Match.Counts : Match.Dropped(Reason.Excluded),
            Standing.Preliminary => Match.Doubt(Reason.Preliminary),
            Standing.Unconfirmed => Match.Doubt(Reason.Unconfirmed),
            Standing.Excluded => Match.Dropped(Reason.Excluded),
            _ => Match.Doubt(Reason.Unusable),
        };
    }

    private Match ByListedStatus(EvidenceRecord record)
    {
        if (record.Status is { } status && !Statuses.Contains(status, StringComparer.Ordinal))
        {
            return Match.None;
        }

        if (record.IsMalformed)
        {
            return Match.Doubt(Reason.Unusable);
        }

        if (record.Status is null || !HasStatusReason(record))
        {
            return Match.None;
        }

        return record.IsNegated ? Match.Dropped(Reason.Excluded) : Match.Counts;
    }

    /// <summary>A condition that abated before T0 is over, whatever its status says.</summary>
    private Match ByAbatement(EvidenceRecord record, AssessmentContext context)
    {
        if (!record.HasAbatement || CountsHistory || Statuses.Count > 0)
        {
            return Match.Counts;
        }

        if (record.Abatement is not { } abated || abated.IsCertainlyBefore(context.Clock.AsOf))
        {
            return Match.Dropped(Reason.Excluded);
        }

        return abated.IsPossiblyBefore(context.Clock.AsOf) ? Match.Doubt(Reason.Unusable) : Match.Counts;
    }

    private bool HasStatusReason(EvidenceRecord record) =>
        !NeedsStatusReason
        || (StatusReasonIn >= 0 ? record.StatusReasons.Contains(StatusReasonIn) : record.HasStatusReason);

    private Match ByRegion(EvidenceRecord record, AssessmentContext context)
    {
        var inside = Region.Places(record);
        if (!IsRegionNeutral)
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

    private Match ByReason(EvidenceRecord record, AssessmentContext context)
    {
        if (NeedsReasonIn >= 0 && !record.Reasons.Contains(NeedsReasonIn))
        {
            return record.HasUnresolvedReason && !context.Record.RetrievalOf(EvidenceKind.Condition).IsComplete
                ? Match.Doubt(Reason.NotRetrieved)
                : Match.None;
        }

        return ExcludedRoutes >= 0 && record.Routes.Contains(ExcludedRoutes) ? Match.Dropped(Reason.Excluded) : Match.Counts;
    }

    private Match ByDate(EvidenceRecord record, AssessmentContext context)
    {
        if (Lookback is null && MinAge is null)
        {
            return Match.Counts;
        }

        if (record.Start is not { } start)
        {
            return UndatedCounts ? Match.Counts : Match.Doubt(Reason.Unusable);
        }

        if (Lookback is { } lookback)
        {
            var from = lookback.Before(context.Clock.AsOf);
            if (start.IsCertainlyBefore(from))
            {
                return Match.Dropped(Reason.TooOld);
            }

            if (start.IsPossiblyBefore(from))
            {
                return Match.Doubt(Reason.Unusable);
            }
        }

        if (MinAge is { } minAge)
        {
            var latest = minAge.Before(context.Clock.AsOf);
            if (start.IsCertainlyAfter(latest))
            {
                return Match.Dropped(Reason.TooShort);
            }

            if (start.IsPossiblyAfter(latest))
            {
                return Match.Doubt(Reason.Unusable);
            }
        }

        return Match.Counts;
    }

    /// <summary>Only records dated after evidence of another criterion.</summary>
    private Match ByOrder(EvidenceRecord record, AssessmentContext context)
    {
        if (After is null)
        {
            return Match.Counts;
        }

        var (finding, counted) = context.StateOf(After);
        if (finding.Result is CriterionResult.NotMet)
        {
            return Match.None;
        }

        var isPossible = false;
        foreach (var earlier in counted)
        {
            if (earlier.Start is not { } before || record.Start is not { } after)
            {
                isPossible = true;
            }
            else if (finding.Result is CriterionResult.Met && after.IsCertainlyOnOrAfter(before.Latest.Plus(AfterDays)))
            {
                return Match.Counts;
            }
            else
            {
                isPossible |= after.IsPossiblyOnOrAfter(before.Earliest.Plus(AfterDays));
            }
        }

        if (finding.Result is CriterionResult.Unknown)
        {
            return Match.Doubt(finding.Reason);
        }

        return isPossible ? Match.Doubt(Reason.Unusable) : Match.None;
    }
}
