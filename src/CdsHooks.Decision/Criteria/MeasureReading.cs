using CdsHooks.Decision.Criteria.Matching;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Evidence;
using CdsHooks.Fhir.Terminology;

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

    /// <summary>Gets the value itself; null for a record that cannot be read.</summary>
    public MeasuredValue? Measured { get; init; }

    /// <summary>Gets a value indicating whether it is ignored: a preliminary value that would not meet the criterion.</summary>
    public bool IsPassedOver { get; init; }

    public EvidenceItem Item => new(Record.Reference, Record.Start?.ToString(), Text);

    /// <summary>Determines whether an unreadable record may belong to a group: its own, or any of its measure if its body site is not known.</summary>
    public bool MayBeOf((EvidenceInput Measure, string BodySite) group) =>
        ReferenceEquals(Group.Measure, group.Measure)
        && (Record.Site.IsUnreadable || Record.IsMalformed || string.Equals(Group.BodySite, group.BodySite, StringComparison.Ordinal));

    /// <summary>Gets the figure of the reading; null for an ignored one that is no number.</summary>
    public Figure? Figure(FigureKind kind, int group, TerminologyIndex terminology, AssessmentClock clock)
    {
        var threshold = Group.Measure.Threshold!;
        var number = Measured is { IsMissing: false } && threshold.IsNumeric ? MeasureJudge.PlausibleOf(Measured, threshold, terminology) : null;
        if (number is null && IsPassedOver)
        {
            return null;
        }

        var isUndated = Record is { Start: null, Kind: not EvidenceKind.Condition };
        return new Figure(kind)
        {
            Group = group,
            Value = number,
            Unit = threshold.Unit ?? (number is null ? null : Measured!.PlainUnit),
            Comparator = number is null ? null : Measured!.Comparator,
            From = clock.DaysTo(Record.Start?.Earliest),
            Until = clock.DaysTo(Record.Start?.Latest),
            State = Reason is Reason.Preliminary || number is null || isUndated ? Reason : null,
        };
    }

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
