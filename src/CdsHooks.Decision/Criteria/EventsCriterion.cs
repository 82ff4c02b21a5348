using CdsHooks.Decision.Criteria.Matching;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Evidence;

namespace CdsHooks.Decision.Criteria;

/// <summary>Kind <c>events</c>: a course of care or a history of procedures, judged by distinct days, span, gaps and recency.</summary>
internal sealed class EventsCriterion(
    CriterionOutline outline, IReadOnlyList<EvidenceInput> inputs, bool absentIsUnknown, EventsSettings settings)
    : LeafCriterion(outline, inputs, absentIsUnknown)
{
    private readonly StatedCourseOfCare _stated = new(settings);

    public override Duration? Lookback => settings.Lookback;

    public override CriterionState Assess(AssessmentContext context)
    {
        var matches = InputMatches.Take(Inputs, context);
        matches.SettleOldDoubts(From(context));
        var state = Decide(context, matches) with { Unread = matches.Unread };
        return matches.Counts.Count + matches.Spans.Count + matches.Excepts.Count == 0 ? state : With(state, () => FiguresOf(context, matches));
    }

    public override RecordedResult? Judge(FindingFigures figures) => RecordedFigures.OfEvents(figures, settings);

    private FindingFigures FiguresOf(AssessmentContext context, InputMatches matches)
    {
        var exact = ExactDays(matches, context);
        List<EvidenceRecord> inexact = [.. matches.Counts.Select(count => count.Record).Where(record => record.Start is not { IsDay: true }).Distinct()];
        List<Figure> figures =
        [
            .. CareDays.CoursesOfCare([.. exact], settings.MaxGap).Select(course => FigureOf(FigureKind.Course, course, context.Clock)),
            .. inexact.Select(record => new Figure(FigureKind.ImpreciseEvent) { From = context.Clock.DaysTo(record.Start?.Earliest), Until = context.Clock.DaysTo(record.Start?.Latest) }),
            .. matches.Spans.Select(stated => StatedCourseOfCare.FigureOf(stated.Record, stated.Input, context.Clock)).OfType<Figure>(),
            .. matches.Excepts.Take(1).Select(_ => new Figure(FigureKind.Exception)),
        ];
        if (inexact.Count > 0)
        {
            figures.AddRange(PossibleCourses(matches.Counts, exact, context).Select(course => FigureOf(FigureKind.PossibleCourse, course, context.Clock)));
        }

        Reason? found = matches.Counts.Count + matches.Spans.Count == 0 ? null : FewOrShort;
        return new FindingFigures(figures, OpenReason(context, matches, found), Since: context.Clock.DaysTo(From(context)));
    }

    private static Figure FigureOf(FigureKind kind, CourseOfCare course, AssessmentClock clock) => new(kind)
    {
        Value = course.Span,
        Unit = "d",
        From = clock.DaysTo(course.First),
        Until = clock.DaysTo(course.Last),
        Events = course.Events,
        Weeks = course.Weeks,
    };

    private CriterionState Decide(AssessmentContext context, InputMatches matches)
    {
        if (StatedCourse(matches, context, out var statedShortfall) is { } span)
        {
            return span;
        }

        var days = ExactDays(matches, context);
        var from = From(context);
        var courses = CareDays.CoursesOfCare([.. days], settings.MaxGap);
        List<CourseOfCare> recent = [.. courses.Where(course => course.Last >= from)];
        var single = SufficientInexact(matches, context);
        if (recent.FindLast(Qualifies) is { Events: > 0 } best)
        {
            var all = recent.FindAll(Qualifies).SelectMany(course => Inside(matches, course)).Concat(single).Distinct();
            return Met(Reason.Documented, [.. all], FactsOf(best), Items([.. Inside(matches, best), .. single]));
        }

        if (single.Count > 0)
        {
            return Met(Reason.Documented, single, new FindingFacts(Events: 1), Items(single));
        }

        if (matches.Excepts.Count > 0)
        {
            return Met(Reason.ByException, [], evidence: Items(matches.Excepts));
        }

        var shortfall = DoubtInexact(matches, days, context);
        if (recent.Count > 0)
        {
            return NoQualifyingCourse(context, matches, recent);
        }

        if (courses.Count > 0 || shortfall is not null)
        {
            return NotMetOrUnknown(context, matches, shortfall ?? Reason.TooOld, facts: courses.Count > 0 && shortfall is null or Reason.TooOld ? FactsOf(courses[^1]) : null);
        }

        return NotMetOrUnknown(context, matches, statedShortfall, statedShortfall is null ? null : Items(matches.Spans.ConvertAll(stated => stated.Record)));
    }

    protected override IEnumerable<CriterionOutcome> OwnOutcomes
    {
        get
        {
            var isOfDuration = settings.MinSpan is { Days: > 0 };
            var isStated = Inputs.Any(input => input is { Role: InputRole.Spans, Kind: EvidenceKind.Observation });
            return CriterionOutcome.Of(
                (settings is { NearMiss: true, NearMissDays: > 0, MinSpan: not null }, CriterionOutcome.Unknown(Reason.Borderline)),
                (isOfDuration, CriterionOutcome.NotMet(Reason.TooShort)),
                (isOfDuration && isStated, CriterionOutcome.Unknown(Reason.NotStated)),
                (isStated, CriterionOutcome.Unknown(Reason.ReportWithoutValues)),
                (settings.MinEvents > 1, CriterionOutcome.NotMet(Reason.TooFew)),
                (settings.MaxGap is not null && (settings.MinEvents > 1 || isOfDuration), CriterionOutcome.NotMet(Reason.Gap)),
                (settings.Lookback is not null, CriterionOutcome.NotMet(Reason.TooOld)));
        }
    }

    private DateOnly From(AssessmentContext context) => settings.Lookback?.Before(context.Clock.EvaluationDate) ?? DateOnly.MinValue;

    /// <summary>Gets the distinct known days with an event, ascending.</summary>
    private static SortedSet<DateOnly> ExactDays(InputMatches matches, AssessmentContext context)
    {
        SortedSet<DateOnly> days = [];
        foreach (var (record, _) in matches.Counts)
        {
            if (record.Start is not { IsDay: true } start)
            {
                continue;
            }

            days.Add(start.Earliest);
            if (record.End is { IsDay: true } end && end.Earliest > start.Earliest)
            {
                days.Add(DayArithmetic.Earlier(end.Earliest, context.Clock.LastDayOf(record)));
            }
        }

        return days;
    }

    /// <summary>Lists, if one event is enough, the events of unknown day that are enough whichever day they were.</summary>
    private List<EvidenceRecord> SufficientInexact(InputMatches matches, AssessmentContext context)
    {
        if (settings.MinEvents > 1 || settings.MinSpan is { Days: > 0 })
        {
            return [];
        }

        var from = From(context);
        return [.. matches.Counts
            .Select(count => count.Record)
            .Where(record => record.Start is not { IsDay: true }
                && (settings.Lookback is null || record.Start is { } start && start.IsCertainlyOnOrAfter(from)))
            .Distinct()];
    }

    /// <summary>
    /// Raises doubt for each event of unknown day that could, on one of its possible days, complete a qualifying course. The test assumes an
    /// event on every possible day, which allows at least as much as any single day.
    /// </summary>
    /// <returns>The reason why the other events of unknown day do not suffice; null when there are none.</returns>
    private Reason? DoubtInexact(InputMatches matches, SortedSet<DateOnly> exact, AssessmentContext context)
    {
        var inexact = matches.Counts.FindAll(count => count.Record.Start is not { IsDay: true });
        if (inexact.Count == 0)
        {
            return null;
        }

        var from = From(context);
        var candidates = PossibleCourses(inexact, exact, context)
            .Where(course => course.Last >= from && (Qualifies(course) || IsNearMiss(course)))
            .ToList();
        Reason? shortfall = null;
        foreach (var (record, input) in inexact)
        {
            if (record.Start is { } start && !candidates.Exists(course => start.IsPossiblyOnOrAfter(course.First) && start.IsPossiblyOnOrBefore(course.Last)))
            {
                var isOld = start.IsCertainlyBefore(from);
                shortfall = isOld ? shortfall ?? Reason.TooOld : FewOrShort;
            }
            else
            {
                matches.Doubts.Add((record, Reason.Unusable, DoubtScope.Always, input));
            }
        }

        return shortfall;
    }

    /// <summary>Gets the courses that there would be with an event on every day that an imprecise date may mean.</summary>
    private IReadOnlyList<CourseOfCare> PossibleCourses(List<(EvidenceRecord Record, EvidenceInput Input)> counts, SortedSet<DateOnly> exact, AssessmentContext context)
    {
        SortedSet<DateOnly> possible = [.. exact];
        foreach (var start in counts.Select(count => count.Record.Start).OfType<Fhir.FhirDateTime>().Where(start => !start.IsDay))
        {
            var last = Math.Min(start.Latest.DayNumber, context.Clock.Today.DayNumber);
            possible.UnionWith(Enumerable.Range(start.Earliest.DayNumber, Math.Max(0, last - start.Earliest.DayNumber + 1)).Select(DateOnly.FromDayNumber));
        }

        return CareDays.CoursesOfCare([.. possible], settings.MaxGap);
    }

    private Reason FewOrShort => settings.MinSpan is { Days: > 0 } ? Reason.TooShort : Reason.TooFew;

    /// <summary>Gets the state from the newest record that states a whole course; otherwise the reason why such records do not suffice.</summary>
    private CriterionState? StatedCourse(InputMatches matches, AssessmentContext context, out Reason? shortfall)
    {
        shortfall = null;
        List<(EvidenceRecord Record, FindingFacts Facts)> whole = [];
        foreach (var (record, input) in matches.Spans)
        {
            var (result, reason, facts) = _stated.Judge(record, input, context);
            switch (result)
            {
                case CriterionResult.Met:
                    whole.Add((record, facts!));
                    break;
                case CriterionResult.Unknown:
                    matches.Doubts.Add((record, reason, DoubtScope.Always, input));
                    break;
                case CriterionResult.NotMet when reason is not Reason.NotDocumented:
                    shortfall = shortfall is null || reason is Reason.TooShort or Reason.TooFew ? reason : shortfall;
                    break;
            }
        }

        if (whole.Count == 0)
        {
            return null;
        }

        var (newest, found) = whole
            .OrderByDescending(stated => stated.Facts.Last)
            .ThenByDescending(stated => stated.Facts.Days)
            .ThenBy(stated => stated.Record.Reference, StringComparer.Ordinal)
            .First();
        return Met(Reason.Documented, [newest], found, [ItemOf(newest, newest.Kind is EvidenceKind.Observation ? found.Measured : null)]);
    }

    private bool Qualifies(CourseOfCare course) =>
        course.Events >= settings.MinEvents && course.Span >= (settings.MinSpan?.Days ?? 0);

    /// <summary>Determines whether a course only just fails to qualify.</summary>
    private bool IsNearMiss(CourseOfCare course) =>
        settings.NearMiss
        && settings.MinSpan is { Days: var needed }
        && course.Span >= needed - settings.NearMissDays
        && course.Events >= settings.MinEvents
        && course.Weeks >= needed / 7;

    /// <summary>Gets the state when there are recent events but no qualifying course: too short, too few, interrupted or borderline.</summary>
    private CriterionState NoQualifyingCourse(AssessmentContext context, InputMatches matches, List<CourseOfCare> recent)
    {
        var needed = settings.MinSpan?.Days ?? 0;
        var longest = recent.MaxBy(course => (course.Span, course.Events));
        var near = recent.FindLastIndex(IsNearMiss);
        if (near >= 0)
        {
            var counted = Inside(matches, recent[near]);
            return Unknown(Reason.Borderline, Items(counted), counted, FactsOf(recent[near]));
        }

        var whole = new CourseOfCare(recent[0].First, recent[^1].Last, recent.Sum(course => course.Events), recent.Sum(course => course.Weeks));
        var fewOrShort = longest.Span < needed ? Reason.TooShort : Reason.TooFew;
        var reason = recent.Count > 1 && Qualifies(whole) ? Reason.Gap : fewOrShort;
        return NotMetOrUnknown(context, matches, reason, facts: FactsOf(longest));
    }

    private static IReadOnlyList<EvidenceRecord> Inside(InputMatches matches, CourseOfCare course) =>
        [.. matches.Counts
            .Select(count => count.Record)
            .Where(record => record.Start is { IsDay: true } start && start.Earliest >= course.First && start.Earliest <= course.Last)
            .Distinct()];

    private static FindingFacts FactsOf(CourseOfCare course) =>
        new(Days: course.Span > 0 ? course.Span : null, Events: course.Events, Weeks: course.Weeks, First: course.First, Last: course.Last);
}

/// <summary>The settings of an <c>events</c> criterion.</summary>
internal sealed record EventsSettings(int MinEvents, Duration? MinSpan, int? MaxGap, Duration? Lookback, int NearMissDays, bool NearMiss);
