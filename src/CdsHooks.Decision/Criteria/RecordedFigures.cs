using CdsHooks.Decision.Criteria.Results;

namespace CdsHooks.Decision.Criteria;

/// <summary>Judges the numbers that an earlier finding rested on by other thresholds, without the chart.</summary>
internal static class RecordedFigures
{
    /// <summary>Judges measured values: in each group the newest decide, and must agree.</summary>
    /// <param name="figures">The numbers.</param>
    /// <param name="thresholds">The thresholds of the criterion.</param>
    /// <returns>The result; null when the thresholds do not tell the numbers apart.</returns>
    public static RecordedResult? OfMeasurement(FindingFigures figures, IReadOnlyList<MeasureThreshold> thresholds)
    {
        var groups = figures.Items
            .Where(figure => figure.Kind is FigureKind.Value or FigureKind.ValueElsewhere && !(figure.Until < figures.Since))
            .GroupBy(figure => (figure.Kind, figure.Group))
            .ToList();
        List<CriterionResult> here = [], elsewhere = [];
        foreach (var group in groups)
        {
            if (OfGroup([.. group], figures.Since, thresholds, out var result) is false)
            {
                return null;
            }

            if (result is { } decided)
            {
                (group.Key.Kind is FigureKind.Value ? here : elsewhere).Add(decided);
            }
        }

        if (here.Contains(CriterionResult.Met))
        {
            return figures.Unread is { } unread ? new RecordedResult(CriterionResult.Unknown, unread) : new RecordedResult(CriterionResult.Met, Reason.Documented);
        }

        if (here.Contains(CriterionResult.Unknown))
        {
            return new RecordedResult(CriterionResult.Unknown, Reason.Borderline);
        }

        return elsewhere.Exists(result => result is not CriterionResult.NotMet) || (here.Count is 0 && elsewhere.Count > 0)
            ? new RecordedResult(CriterionResult.Unknown, Reason.OtherLevel)
            : Otherwise(figures, here.Count is 0 ? Reason.TooOld : Reason.MeasuredNegative);
    }

    /// <summary>Judges courses of care: one that is long enough and has enough events.</summary>
    public static RecordedResult OfEvents(FindingFigures figures, EventsSettings settings)
    {
        var (needed, since) = (settings.MinSpan?.Days ?? 0, figures.Since);
        var stated = figures.Items.Where(figure => figure.Kind is FigureKind.StatedCourse or FigureKind.StatedEvents).Select(figure => OfStated(figure, needed, settings, since)).ToList();
        var recent = figures.Items.Where(figure => figure.Kind is FigureKind.Course && !(figure.Until < since)).ToList();
        if (stated.Contains(CriterionResult.Met) || recent.Exists(Qualifies))
        {
            return new RecordedResult(CriterionResult.Met, Reason.Documented);
        }

        if (figures.Items.Any(figure => figure.Kind is FigureKind.Exception))
        {
            return new RecordedResult(CriterionResult.Met, Reason.ByException);
        }

        var possible = figures.Items.Where(figure => figure.Kind is FigureKind.PossibleCourse && !(figure.Until < since) && (Qualifies(figure) || IsNear(figure))).ToList();
        var mayBeEnough = figures.Items.Any(figure => figure.Kind is FigureKind.ImpreciseEvent && (figure.From is null || possible.Exists(course => figure.Until >= course.From && figure.From <= course.Until)));
        if (recent.Exists(IsNear))
        {
            return new RecordedResult(CriterionResult.Unknown, Reason.Borderline);
        }

        return mayBeEnough || stated.Contains(CriterionResult.Unknown)
            ? new RecordedResult(CriterionResult.Unknown, Reason.Unusable)
            : Otherwise(figures, needed > 0 ? Reason.TooShort : Reason.TooFew);

        bool Qualifies(Figure course) => course.Value >= needed && course.Events >= settings.MinEvents;

        bool IsNear(Figure course) => settings is { NearMiss: true, MinSpan: not null } && course.Value >= needed - settings.NearMissDays && course.Events >= settings.MinEvents && course.Weeks >= needed / 7;
    }

    /// <summary>Judges intervals: one that is long enough.</summary>
    /// <param name="figures">The numbers.</param>
    /// <param name="certain">The kind of the intervals that certainly were.</param>
    /// <param name="possible">The kind of those that may have been.</param>
    /// <param name="minDays">The days that are enough.</param>
    public static RecordedResult OfIntervals(FindingFigures figures, FigureKind certain, FigureKind possible, int minDays)
    {
        if (figures.Items.Any(figure => figure.Kind == certain && figure.Value >= minDays))
        {
            return new RecordedResult(CriterionResult.Met, Reason.Documented);
        }

        if (figures.Items.Any(figure => figure.Kind is FigureKind.Exception))
        {
            return new RecordedResult(CriterionResult.Met, Reason.ByException);
        }

        return figures.Items.Any(figure => figure.Kind == possible && figure.Value >= minDays)
            ? new RecordedResult(CriterionResult.Unknown, Reason.Unusable)
            : Otherwise(figures, Reason.TooShort);
    }

    /// <summary>Gets the result where no figure decides.</summary>
    public static RecordedResult Otherwise(FindingFigures figures, Reason reason) =>
        figures.Open is { } open ? new RecordedResult(CriterionResult.Unknown, open) : new RecordedResult(CriterionResult.NotMet, reason);

    private static CriterionResult OfStated(Figure figure, int needed, EventsSettings settings, int? since)
    {
        if (figure.Until < since)
        {
            return CriterionResult.NotMet;
        }

        if (figure.State is not null)
        {
            return CriterionResult.Unknown;
        }

        if (figure.Kind is FigureKind.StatedEvents)
        {
            return (figure.Comparator, figure.Value >= settings.MinEvents) switch
            {
                (null or "<" or "<=", false) => CriterionResult.NotMet,
                (null or ">" or ">=", true) when needed is 0 && figure.From >= (since ?? int.MinValue) => CriterionResult.Met,
                _ => CriterionResult.Unknown,
            };
        }

        var most = figure.Value is null ? figure.Most ?? decimal.MaxValue : figure.Most ?? figure.Value;
        return (figure.Comparator, figure.Value >= needed, most >= needed) switch
        {
            (null or ">" or ">=", true, _) => figure.From >= (since ?? int.MinValue) ? CriterionResult.Met : CriterionResult.Unknown,
            (null or "<" or "<=", _, false) => CriterionResult.NotMet,
            _ => CriterionResult.Unknown,
        };
    }

    /// <summary>Judges a group.</summary>
    /// <returns>False when a threshold for a number is not known.</returns>
    private static bool OfGroup(List<Figure> group, int? since, IReadOnlyList<MeasureThreshold> thresholds, out CriterionResult? result)
    {
        result = null;
        List<(Figure Figure, CriterionResult Result)> judged = [];
        foreach (var figure in group)
        {
            if (!TryJudge(figure, since, thresholds, out var one))
            {
                return false;
            }

            if (one is { } decided)
            {
                judged.Add((figure, decided));
            }
        }

        if (judged.Count is 0)
        {
            return true;
        }

        var final = judged.FindAll(one => one.Figure.State is not Reason.Preliminary);
        var agreed = Agreed(Newest(final.Count > 0 ? final : judged));
        result = agreed is CriterionResult.NotMet && Newest(judged).Exists(one => one.Figure.State is Reason.Preliminary) ? CriterionResult.Unknown : agreed;
        return true;
    }

    private static bool TryJudge(Figure figure, int? since, IReadOnlyList<MeasureThreshold> thresholds, out CriterionResult? result)
    {
        result = figure.State switch { Reason.Documented => CriterionResult.Met, Reason.MeasuredNegative => CriterionResult.NotMet, _ => CriterionResult.Unknown };
        if (figure.Value is not { } value || figure.State is not (null or Reason.Preliminary))
        {
            return true;
        }

        var ofUnit = thresholds.Where(threshold => threshold.IsNumeric && (threshold.Unit is null || string.Equals(threshold.Unit, figure.Unit, StringComparison.Ordinal))).Distinct().ToList();
        var results = ofUnit.Select(threshold => MeasureJudge.JudgeNumber(value, figure.Comparator, threshold)).Distinct().ToList();
        if (results is not [var (decided, reason)])
        {
            return false;
        }

        // A preliminary value only raises the question where it would meet the criterion.
        result = figure.State is Reason.Preliminary
            ? decided is CriterionResult.NotMet || reason is Reason.Borderline ? null : CriterionResult.Unknown
            : decided is CriterionResult.Met && figure.From < since ? CriterionResult.Unknown : decided;
        return true;
    }

    private static CriterionResult Agreed(List<(Figure Figure, CriterionResult Result)> newest) =>
        newest.TrueForAll(one => one.Result == newest[0].Result) ? newest[0].Result : CriterionResult.Unknown;

    private static List<(Figure Figure, CriterionResult Result)> Newest(List<(Figure Figure, CriterionResult Result)> figures)
    {
        var latest = figures.Max(one => one.Figure.From ?? int.MinValue);
        return figures.FindAll(one => one.Figure.Until is null || one.Figure.Until >= latest);
    }
}

/// <summary>What recorded numbers say by other thresholds.</summary>
/// <param name="Result">The result.</param>
/// <param name="Reason">The reason; of several that the chart could give, the one that the numbers show.</param>
/// <param name="Facts">The figures for the conditions of a card; null when there are none.</param>
internal sealed record RecordedResult(CriterionResult Result, Reason Reason, FindingFacts? Facts = null);
