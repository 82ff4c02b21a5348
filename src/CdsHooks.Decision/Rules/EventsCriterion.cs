using CdsHooks.Decision.Evidence;

namespace CdsHooks.Decision.Rules;

/// <summary>Kind <c>events</c>: a course of care or a history of procedures, by distinct days, span, gaps and recency.</summary>
internal sealed class EventsCriterion(
    CriterionOutline outline, IReadOnlyList<EvidenceInput> inputs, bool absentIsUnknown, EventsSettings settings)
    : LeafCriterion(outline, inputs, absentIsUnknown)
{
    public override CriterionState Assess(AssessmentContext context)
    {
        var tally = Tally.Take(Inputs, context);
        if (Spanning(tally, context) is { } span)
        {
            return span;
        }

        var days = Days(tally, context);
        var episodes = CourseDays.Episodes(days, settings.MaxGap);
        var from = settings.Lookback?.Before(context.Clock.AsOf) ?? DateOnly.MinValue;
        List<Episode> recent = [.. episodes.Where(episode => episode.Last >= from)];
        var best = recent.FindIndex(Qualifies);
        if (best >= 0)
        {
            var counted = Inside(tally, recent[best]);
            return Met(Reason.Documented, counted, FactsOf(recent[best]), Items(counted));
        }

        if (tally.Excepts.Count > 0)
        {
            return Met(Reason.ByException, [], evidence: Items(tally.Excepts));
        }

        if (recent.Count == 0)
        {
            var old = episodes.Count > 0 ? episodes[^1] : (Episode?)null;
            return Fallen(context, tally, old is null ? null : Reason.TooOld, facts: old is { } last ? FactsOf(last) : null);
        }

        return Short(context, tally, recent);
    }

    /// <summary>The distinct days with an event, ascending; events whose day is not known raise doubt instead.</summary>
    private static List<DateOnly> Days(Tally tally, AssessmentContext context)
    {
        SortedSet<DateOnly> days = [];
        foreach (var (record, input) in tally.Counts)
        {
            if (record.Start is not { IsDay: true } start)
            {
                tally.Doubts.Add((record, Reason.Unusable, DoubtScope.Always, input));
                continue;
            }

            days.Add(start.Earliest);
            if (record.End is { IsDay: true } end && end.Earliest > start.Earliest)
            {
                days.Add(end.Earliest < context.Clock.Today ? end.Earliest : context.Clock.Today);
            }
        }

        return [.. days];
    }

    /// <summary>One record that states a whole course.</summary>
    private CriterionState? Spanning(Tally tally, AssessmentContext context)
    {
        foreach (var (record, input) in tally.Spans)
        {
            var (result, facts) = SpanOf(record, input, context);
            if (result is CriterionResult.Met)
            {
                return Met(Reason.Documented, [record], facts, [ItemOf(record, record.Measured is [var first, ..] ? first.Text : null)]);
            }

            if (result is CriterionResult.Unknown)
            {
                tally.Doubts.Add((record, Reason.Unusable, DoubtScope.Always, input));
            }
        }

        return null;
    }

    private (CriterionResult Result, FindingFacts? Facts) SpanOf(EvidenceRecord record, EvidenceInput input, AssessmentContext context)
    {
        var needed = settings.MinSpan?.Days ?? 0;
        var from = settings.Lookback?.Before(context.Clock.AsOf) ?? DateOnly.MinValue;
        if (record.Kind is EvidenceKind.Observation)
        {
            return StatedWeeks(record, input, needed, from);
        }

        if (record.Start is not { } start || record.End is not { } end || end.IsCertainlyBefore(from))
        {
            return (CriterionResult.NotMet, null);
        }

        var today = context.Clock.Today;
        var certain = (end.Earliest < today ? end.Earliest : today).DayNumber - start.Latest.DayNumber;
        var possible = (end.Latest < today ? end.Latest : today).DayNumber - start.Earliest.DayNumber;
        if (certain >= needed && end.IsCertainlyOnOrAfter(from))
        {
            return (CriterionResult.Met, new FindingFacts(Days: certain, First: start.Latest, Last: end.Earliest));
        }

        return (possible >= needed ? CriterionResult.Unknown : CriterionResult.NotMet, null);
    }

    private static (CriterionResult Result, FindingFacts? Facts) StatedWeeks(EvidenceRecord record, EvidenceInput input, int needed, DateOnly from)
    {
        var codes = input.Filters.Select(filter => filter.ValueSet).ToList();
        var value = record.Measured.FirstOrDefault(measured => measured.IsPresent && codes.TrueForAll(measured.Codes.Contains));
        if (value is null)
        {
            return (CriterionResult.NotMet, null);
        }

        var hasLength = value.TryConvert("d", out var days) && value.Comparator is (null or ">" or ">=");
        if (!hasLength || record.Start is not { } stated || (stated.IsPossiblyBefore(from) && !stated.IsCertainlyBefore(from)))
        {
            return (CriterionResult.Unknown, null);
        }

        return days >= needed && stated.IsCertainlyOnOrAfter(from)
            ? (CriterionResult.Met, new FindingFacts(Days: (int)days, Last: stated.Latest, Measured: value.Text))
            : (CriterionResult.NotMet, null);
    }

    private bool Qualifies(Episode episode) =>
        episode.Events >= settings.MinEvents && episode.Span >= (settings.MinSpan?.Days ?? 0);

    /// <summary>There are recent events, but no episode qualifies: too short, too few, broken off, or just short of it.</summary>
    private CriterionState Short(AssessmentContext context, Tally tally, List<Episode> recent)
    {
        var needed = settings.MinSpan?.Days ?? 0;
        var longest = recent.MaxBy(episode => (episode.Span, episode.Events));
        var near = recent.FindIndex(episode =>
            settings.NearMiss
            && episode.Span >= needed - settings.NearMissDays
            && episode.Span < needed
            && episode.Events >= settings.MinEvents
            && episode.Weeks >= needed / 7);
        if (near >= 0)
        {
            var counted = Inside(tally, recent[near]);
            return Unknown(Reason.Borderline, Items(counted), counted, FactsOf(recent[near]));
        }

        var whole = new Episode(recent[0].First, recent[^1].Last, recent.Sum(episode => episode.Events), recent.Sum(episode => episode.Weeks));
        var fewOrShort = longest.Span < needed ? Reason.TooShort : Reason.TooFew;
        var reason = recent.Count > 1 && Qualifies(whole) ? Reason.Gap : fewOrShort;
        return Fallen(context, tally, reason, facts: FactsOf(longest));
    }

    private static IReadOnlyList<EvidenceRecord> Inside(Tally tally, Episode episode) =>
        [.. tally.Counts
            .Select(count => count.Record)
            .Where(record => record.Start is { } start && start.IsPossiblyOnOrAfter(episode.First) && start.IsPossiblyOnOrBefore(episode.Last))
            .Distinct()];

    private static FindingFacts FactsOf(Episode episode) =>
        new(Days: episode.Span > 0 ? episode.Span : null, Events: episode.Events, Weeks: episode.Weeks, First: episode.First, Last: episode.Last);
}
