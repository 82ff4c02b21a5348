using CdsHooks.Decision.Criteria.Matching;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Evidence;

namespace CdsHooks.Decision.Criteria;

/// <summary>Judges a record that states a whole course, as a period or as a quantity of weeks.</summary>
internal sealed class StatedCourseOfCare(EventsSettings settings)
{
    private const int LongestDays = 36_500;

    private readonly int _needed = settings.MinSpan?.Days ?? 0;

    public (CriterionResult Result, Reason Reason, FindingFacts? Facts) Judge(EvidenceRecord record, EvidenceInput input, AssessmentContext context)
    {
        var from = settings.Lookback?.Before(context.Clock.EvaluationDate) ?? DateOnly.MinValue;
        return record.Kind is EvidenceKind.Observation ? OfWeeks(record, input, from) : OfPeriod(record, from, context.Clock.LastDayOf(record));
    }

    /// <summary>Gets the figure of a record; null when it states nothing.</summary>
    public static Figure? FigureOf(EvidenceRecord record, EvidenceInput input, AssessmentClock clock)
    {
        if (record.Kind is not EvidenceKind.Observation)
        {
            var today = clock.LastDayOf(record);
            var last = DayArithmetic.Earlier(record.End?.Latest ?? today, today).DayNumber;
            return new Figure(FigureKind.StatedCourse)
            {
                Value = record is { Start: { } first, End: { } end } ? DayArithmetic.Earlier(end.Earliest, today).DayNumber - first.Latest.DayNumber : null,
                Most = record.Start is { } start ? last - start.Earliest.DayNumber : null,
                Unit = "d",
                From = clock.DaysTo(record.End?.Earliest),
                Until = clock.DaysTo(record.End?.Latest),
            };
        }

        var codes = input.CodeValueSets.ToList();
        var ofInput = ((record as ObservationRecord)?.Measured ?? []).Where(one => codes.TrueForAll(one.Codes.Contains)).ToList();
        var value = ofInput.Find(one => one.IsPresent);
        if (value is null && !ofInput.Exists(one => one.IsMissing))
        {
            return null;
        }

        var isLength = value?.TryConvert("d", out _) is true;
        decimal? number = isLength && value!.TryConvert("d", out var days) ? Math.Min(days, LongestDays) : value is { IsInteger: true } or { UnitCode.Length: > 0 } ? value.AsScore() : null;
        return new Figure(isLength || number is null ? FigureKind.StatedCourse : FigureKind.StatedEvents)
        {
            Value = number,
            Unit = isLength ? "d" : null,
            Comparator = value?.Comparator,
            From = clock.DaysTo(record.Start?.Earliest),
            Until = clock.DaysTo(record.Start?.Latest),
            State = value is null ? Reason.ReportWithoutValues : number is null ? Reason.Unusable : null,
        };
    }

    private (CriterionResult Result, Reason Reason, FindingFacts? Facts) OfPeriod(EvidenceRecord record, DateOnly from, DateOnly today)
    {
        if (record.End is { } over && over.IsCertainlyBefore(from))
        {
            return (CriterionResult.NotMet, Reason.TooOld, null);
        }

        if (record.Start is not { } start || record.End is not { } end)
        {
            return OfOpenPeriod(record, today);
        }

        var certain = DayArithmetic.Earlier(end.Earliest, today).DayNumber - start.Latest.DayNumber;
        var possible = DayArithmetic.Earlier(end.Latest, today).DayNumber - start.Earliest.DayNumber;
        if (certain >= _needed && end.IsCertainlyOnOrAfter(from))
        {
            return (CriterionResult.Met, Reason.Documented, new FindingFacts(Days: certain, First: start.Latest, Last: end.Earliest));
        }

        return possible >= _needed ? Unusable : (CriterionResult.NotMet, Reason.TooShort, null);
    }

    /// <summary>Judges a period without a start or an end, which may be long enough unless it began too late.</summary>
    private (CriterionResult Result, Reason Reason, FindingFacts? Facts) OfOpenPeriod(EvidenceRecord record, DateOnly today) =>
        record.Start is { } start && today.DayNumber - start.Earliest.DayNumber < _needed
            ? (CriterionResult.NotMet, Reason.TooShort, null)
            : Unusable;

    private (CriterionResult Result, Reason Reason, FindingFacts? Facts) OfWeeks(EvidenceRecord record, EvidenceInput input, DateOnly from)
    {
        if (record.Start is { } stated && stated.IsCertainlyBefore(from))
        {
            return (CriterionResult.NotMet, Reason.TooOld, null);
        }

        var codes = input.CodeValueSets.ToList();
        var measured = (record as ObservationRecord)?.Measured ?? [];
        var value = measured.FirstOrDefault(one => one.IsPresent && codes.TrueForAll(one.Codes.Contains));
        if (value is null)
        {
            return measured.Any(one => one.IsMissing && codes.TrueForAll(one.Codes.Contains))
                ? (CriterionResult.Unknown, Reason.ReportWithoutValues, null)
                : (CriterionResult.NotMet, Reason.NotDocumented, null);
        }

        if (!value.TryConvert("d", out var days))
        {
            return value is { IsInteger: true } or { UnitCode.Length: > 0 } && value.AsScore() is { } sessions ? OfSessions(sessions, value, record, from) : Unusable;
        }

        return (value.Comparator, days >= _needed) switch
        {
            (null or ">" or ">=", true) when record.Start is { } date && date.IsCertainlyOnOrAfter(from) =>
                (CriterionResult.Met, Reason.Documented, new FindingFacts(Days: (int)Math.Min(days, LongestDays), Last: date.Latest, Measured: value.TextOf(record.Wording))),
            (null or "<" or "<=", false) => (CriterionResult.NotMet, Reason.TooShort, null),
            _ => Unusable,
        };
    }

    /// <summary>Judges a number of sessions. It suffices if no span is required; otherwise the span is not known.</summary>
    private (CriterionResult Result, Reason Reason, FindingFacts? Facts) OfSessions(decimal sessions, MeasuredValue value, EvidenceRecord record, DateOnly from) =>
        (value.Comparator, sessions >= settings.MinEvents) switch
        {
            (null or ">" or ">=", true) when _needed > 0 => (CriterionResult.Unknown, Reason.NotStated, null),
            (null or ">" or ">=", true) when record.Start is { } date && date.IsCertainlyOnOrAfter(from) =>
                (CriterionResult.Met, Reason.Documented, new FindingFacts(Events: (int)Math.Min(sessions, 10_000), Last: date.Latest, Measured: value.TextOf(record.Wording))),
            (null or "<" or "<=", false) => (CriterionResult.NotMet, Reason.TooFew, null),
            _ => Unusable,
        };

    private static (CriterionResult Result, Reason Reason, FindingFacts? Facts) Unusable => (CriterionResult.Unknown, Reason.Unusable, null);
}
