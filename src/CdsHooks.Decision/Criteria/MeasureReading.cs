using CdsHooks.Decision.Criteria.Matching;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Evidence;

namespace CdsHooks.Decision.Criteria;

/// <summary>A judged value with the group it belongs to.</summary>
internal sealed record MeasureReading(
    EvidenceRecord Record,
    (EvidenceInput Measure, string BodySite) Group,
    string? Text,
    CriterionResult Result,
    Reason Reason)
{
    public bool IsTooOld { get; private init; }

    /// <summary>Gets the value alone, without the name of the measure and the body site; null when there is none. Untrusted text.</summary>
    public string? Value { get; init; }

    public EvidenceItem Item => new(Record.Reference, Record.Start?.ToString(), Text);

    /// <summary>Determines whether an unreadable record may belong to a group: its own, or any of its measure if its body site is not known.</summary>
    public bool MayBeOf((EvidenceInput Measure, string BodySite) group) =>
        ReferenceEquals(Group.Measure, group.Measure)
        && (Record.Site.IsUnreadable || Record.IsMalformed || string.Equals(Group.BodySite, group.BodySite, StringComparison.Ordinal));

    /// <summary>Orders readings newest first, independently of the order in which resources arrive.</summary>
    public static IEnumerable<MeasureReading> Ordered(IEnumerable<MeasureReading> readings) => readings
        .OrderByDescending(reading => reading.Record.Start?.Latest)
        .ThenBy(reading => reading.Record.Reference, StringComparer.Ordinal)
        .ThenBy(reading => reading.Text, StringComparer.Ordinal);

    /// <summary>Applies the look-back. Undated values, and values that may lie before the look-back, are unknown.</summary>
    public MeasureReading Dated(Duration? lookback, AssessmentClock clock)
    {
        if (Record.Start is not { } start)
        {
            // A problem list needs no dates: an undated diagnosis is treated as older than any dated one.
            return Record.Kind is EvidenceKind.Condition || Reason is Reason.Preliminary ? this : this with { Result = CriterionResult.Unknown, Reason = Reason.Unusable };
        }

        if (lookback is not { } back)
        {
            return this;
        }

        var from = back.Before(clock.EvaluationDate);
        if (start.IsCertainlyBefore(from))
        {
            return this with { IsTooOld = true };
        }

        return start.IsPossiblyBefore(from) && Result is CriterionResult.Met
            ? this with { Result = CriterionResult.Unknown, Reason = Reason.Unusable }
            : this;
    }
}

/// <summary>The result of the newest values of one group.</summary>
internal sealed record MeasureGroup(
    CriterionResult Result,
    Reason Reason,
    IReadOnlyList<EvidenceItem> Items,
    IReadOnlyList<EvidenceRecord> Records,
    FindingFacts Facts);
