using CdsHooks.Decision.Criteria.Matching;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Evidence;

namespace CdsHooks.Decision.Criteria;

/// <summary>One judged value with the group it belongs to.</summary>
internal sealed record MeasureReading(
    EvidenceRecord Record,
    (EvidenceInput Measure, string BodySite) Group,
    string? Text,
    CriterionResult Result,
    Reason Reason)
{
    public bool IsTooOld { get; private init; }

    /// <summary>Gets the value alone, without what was measured and where; null where there is none. Untrusted text.</summary>
    public string? Value { get; init; }

    public EvidenceItem Item => new(Record.Reference, Record.Start?.ToString(), Text);

    /// <summary>Whether a record that cannot be read may belong to a group: to its own, or to any of its measure where its body site is not known.</summary>
    public bool MayBeOf((EvidenceInput Measure, string BodySite) group) =>
        ReferenceEquals(Group.Measure, group.Measure)
        && (Record.Site.IsUnreadable || Record.IsMalformed || string.Equals(Group.BodySite, group.BodySite, StringComparison.Ordinal));

    /// <summary>Newest first; the order in which resources arrive makes no difference.</summary>
    public static IEnumerable<MeasureReading> Ordered(IEnumerable<MeasureReading> readings) => readings
        .OrderByDescending(reading => reading.Record.Start?.Latest)
        .ThenBy(reading => reading.Record.Reference, StringComparer.Ordinal)
        .ThenBy(reading => reading.Text, StringComparer.Ordinal);

    /// <summary>Undated values and values that may lie before the look-back are usable only as unknown.</summary>
    public MeasureReading Dated(Duration? lookback, AssessmentClock clock)
    {
        if (Record.Start is not { } start)
        {
            // A problem list needs no date: such a diagnosis is older than any dated one.
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
