using CdsHooks.Service.Hooks.Decisions;

namespace CdsHooks.Service.Tests.Decisions;

/// <summary>Tells from a recorded decision alone what a criterion would have said with another threshold. Written from docs/decisions.md, not from the engine.</summary>
internal static class DecisionReplay
{
    private const string Met = "met";
    private const string NotMet = "not-met";
    private const string Unknown = "unknown";

    /// <summary>Kind <c>measurement</c>: in each group the newest values decide, and must agree.</summary>
    /// <param name="criterion">The recorded criterion.</param>
    /// <param name="judge">Judges a figure that has a value.</param>
    public static string Measurement(CriterionRecord criterion, Func<FigureRecord, string> judge)
    {
        if (criterion.Basis is not { } basis)
        {
            return criterion.Result;
        }

        var groups = basis.Figures.Where(figure => !(figure.Until < basis.Since)).GroupBy(figure => (figure.Kind, figure.Group)).ToList();
        var here = groups.Where(group => group.Key.Kind is "value").Select(Group).OfType<string>().ToList();
        var elsewhere = groups.Where(group => group.Key.Kind is "value-elsewhere").Select(Group).OfType<string>().ToList();
        if (here.Contains(Met, StringComparer.Ordinal))
        {
            return basis.Unread is null ? Met : Unknown;
        }

        return here.Contains(Unknown, StringComparer.Ordinal)
            || elsewhere.Exists(result => result is not NotMet)
            || (here.Count == 0 && elsewhere.Count > 0)
            || basis.Open is not null
            ? Unknown
            : NotMet;

        string? Group(IEnumerable<FigureRecord> figures)
        {
            var judged = figures.Select(figure => (Figure: figure, Result: Judge(figure))).Where(one => one.Result is not null).ToList();
            var final = judged.FindAll(one => one.Figure.State is not "preliminary");
            if (judged.Count == 0)
            {
                return null;
            }

            var decided = Agreed(Newest(final.Count > 0 ? final : judged));
            return decided is NotMet && Newest(judged).Exists(one => one.Figure.State is "preliminary") ? Unknown : decided;
        }

        string? Judge(FigureRecord figure)
        {
            if (figure is { State: "preliminary", Value: null })
            {
                return Unknown;
            }

            if (figure.State is "preliminary")
            {
                // A preliminary value only raises the question where it would meet the criterion.
                return judge(figure) is NotMet or "borderline" ? null : Unknown;
            }

            if (figure.Value is null || figure.State is not null)
            {
                return figure.State switch { "documented" => Met, "measured-negative" => NotMet, _ => Unknown };
            }

            var result = judge(figure) is "borderline" ? Unknown : judge(figure);
            return result is Met && figure.From < basis.Since ? Unknown : result;
        }
    }

    private static string Agreed(List<(FigureRecord Figure, string? Result)> newest) => newest.TrueForAll(one => string.Equals(one.Result, newest[0].Result, StringComparison.Ordinal)) ? newest[0].Result! : Unknown;

    private static List<(FigureRecord Figure, string? Result)> Newest(List<(FigureRecord Figure, string? Result)> figures)
    {
        var latest = figures.Max(one => one.Figure.From ?? int.MinValue);
        return figures.FindAll(one => one.Figure.Until is null || one.Figure.Until >= latest);
    }

    /// <summary>Judges a value against a limit above which it counts, and one above which it is borderline.</summary>
    public static string Above(FigureRecord figure, decimal met, decimal borderline)
    {
        var lower = Math.Min(borderline, met);
        return (figure.Comparator, figure.Value) switch
        {
            (null, var value) => value > met ? Met : value > lower ? "borderline" : NotMet,
            (">", var value) when value >= met => Met,
            (">=", var value) when value > met => Met,
            ("<" or "<=", var value) when value <= lower => NotMet,
            _ => Unknown,
        };
    }

    /// <summary>Judges a value against a limit from which it counts.</summary>
    public static string AtLeast(FigureRecord figure, decimal met) => (figure.Comparator, figure.Value) switch
    {
        (null, var value) => value >= met ? Met : NotMet,
        (">" or ">=", var value) when value >= met => Met,
        ("<", var value) when value <= met => NotMet,
        ("<=", var value) when value < met => NotMet,
        _ => Unknown,
    };

    /// <summary>Kind <c>events</c>: a course that is long enough and has enough visits.</summary>
    public static string Events(CriterionRecord criterion, int minDays, int minEvents, int? nearMissDays)
    {
        if (criterion.Basis is not { } basis)
        {
            return criterion.Result;
        }

        var stated = basis.Figures.Where(figure => figure.Kind is "stated-course" or "stated-events").Select(Stated).ToList();
        var recent = basis.Figures.Where(figure => figure.Kind is "course" && !(figure.Until < basis.Since)).ToList();
        if (stated.Contains(Met, StringComparer.Ordinal) || recent.Exists(Qualifies) || basis.Figures.Any(figure => figure.Kind is "exception"))
        {
            return Met;
        }

        var candidates = basis.Figures.Where(figure => figure.Kind is "possible-course" && !(figure.Until < basis.Since) && (Qualifies(figure) || IsNear(figure))).ToList();
        var isOpen = basis.Open is not null
            || stated.Contains(Unknown, StringComparer.Ordinal)
            || recent.Exists(IsNear)
            || basis.Figures.Any(figure => figure.Kind is "imprecise-event" && (figure.From is null || candidates.Exists(course => figure.Until >= course.From && figure.From <= course.Until)));
        return isOpen ? Unknown : NotMet;

        bool Qualifies(FigureRecord course) => course.Value >= minDays && course.Events >= minEvents;

        bool IsNear(FigureRecord course) =>
            nearMissDays is { } near && course.Value >= minDays - near && course.Events >= minEvents && course.Weeks >= minDays / 7;

        string Stated(FigureRecord figure)
        {
            if (figure.Until < basis.Since)
            {
                return NotMet;
            }

            if (figure.State is not null)
            {
                return Unknown;
            }

            if (figure.Kind is "stated-events")
            {
                return figure.Value < minEvents && figure.Comparator is null or "<" or "<=" ? NotMet : Unknown;
            }

            var (least, most) = (figure.Value, figure.Value is null ? figure.Most ?? decimal.MaxValue : figure.Most ?? figure.Value);
            return (figure.Comparator, least >= minDays, most >= minDays) switch
            {
                (null or ">" or ">=", true, _) => figure.From >= (basis.Since ?? int.MinValue) ? Met : Unknown,
                (null or "<" or "<=", _, false) => NotMet,
                _ => Unknown,
            };
        }
    }

    /// <summary>Kinds <c>medication-trial</c> and <c>care-duration</c>: an interval that is long enough.</summary>
    public static string Interval(CriterionRecord criterion, string kind, int minDays)
    {
        if (criterion.Basis is not { } basis)
        {
            return criterion.Result;
        }

        if (basis.Figures.Any(figure => (string.Equals(figure.Kind, kind, StringComparison.Ordinal) && figure.Value >= minDays) || figure.Kind is "exception"))
        {
            return Met;
        }

        return basis.Open is not null || basis.Figures.Any(figure => string.Equals(figure.Kind, $"possible-{kind}", StringComparison.Ordinal) && figure.Value >= minDays) ? Unknown : NotMet;
    }

    /// <summary>Kind <c>age</c>.</summary>
    public static string Age(CriterionRecord criterion, int minYears) => criterion.Basis?.Figures is not [var age]
        ? criterion.Result
        : age.Value >= minYears ? Met : (age.Most ?? age.Value) >= minYears ? Unknown : NotMet;
}
