using System.Globalization;

namespace CdsHooks.Service.Pages.Analytics;

/// <summary>The places of the weekly curve in its picture.</summary>
/// <param name="weeks">The counts by week; at least one.</param>
internal sealed class WeekChart(SortedDictionary<DateOnly, OutcomeCount> weeks)
{
    public const int Width = 900;
    public const int Height = 260;

    private const int Left = 44;
    private const int Right = 110;
    private const int Top = 14;
    private const int Bottom = 34;
    private const int MostLabels = 9;

    // Names of curves closer than this would be written over each other.
    private const int LineHeight = 15;

    private readonly DateOnly _first = weeks.Keys.First();

    // Weeks without an order are there, too: a gap must look like one.
    private readonly int _length = ((weeks.Keys.Last().DayNumber - weeks.Keys.First().DayNumber) / 7) + 1;

    /// <summary>Picks the weeks that are drawn: not those that the period or today cuts off, since their numbers would seem to fall; all, where fewer than two would be left.</summary>
    public static SortedDictionary<DateOnly, OutcomeCount> WholeWeeks(SortedDictionary<DateOnly, OutcomeCount> weeks, AnalyticsFilter filter, DateOnly today)
    {
        var end = filter.Until < today ? filter.Until : today.AddDays(-1);
        SortedDictionary<DateOnly, OutcomeCount> whole = new(weeks.Where(week => week.Key >= filter.From && week.Key.AddDays(6) <= end).ToDictionary());
        return whole.Count < 2 ? weeks : whole;
    }

    private long Most => Math.Max(1, weeks.Values.Max(week => week.Decisions));

    /// <summary>Gets the curves: name, class and points.</summary>
    public IReadOnlyList<WeekCurve> Curves
    {
        get
        {
            (string Name, string Class, Func<OutcomeCount, long> Of)[] curves =
            [
                ("orders", "curve-orders", week => week.Decisions), ("cards", "curve-cards", week => week.Cards), ("accepted", "curve-accepted", week => week.Accepted), ("overridden", "curve-overridden", week => week.Overridden),
            ];
            List<WeekCurve> drawn = [.. curves.Select(curve => CurveOf(curve.Name, curve.Class, curve.Of))];
            var lowest = double.MinValue;
            foreach (var (index, curve) in drawn.Index().OrderBy(curve => curve.Item.LabelY).ToList())
            {
                lowest = Math.Max(curve.LabelY, lowest + LineHeight);
                drawn[index] = curve with { LabelY = lowest };
            }

            return drawn;
        }
    }

    /// <summary>Gets the lines across: a number of orders and its height.</summary>
    public IReadOnlyList<(long Value, string Y)> Lines => [.. new[] { 0, Most / 2, Most }.Distinct().Select(value => (value, Text(Y(value))))];

    /// <summary>Gets the weeks that are named below, with their places.</summary>
    public IReadOnlyList<(DateOnly Week, string X)> Names
    {
        get
        {
            var step = ((_length - 1) / MostLabels) + 1;
            return [.. Enumerable.Range(0, _length).Where(week => week % step is 0).Select(week => (_first.AddDays(7 * week), Text(X(week))))];
        }
    }

    private WeekCurve CurveOf(string name, string cssClass, Func<OutcomeCount, long> of)
    {
        List<WeekPoint> points = [.. Enumerable.Range(0, _length).Select(week =>
        {
            var day = _first.AddDays(7 * week);
            var value = weeks.TryGetValue(day, out var count) ? of(count) : 0;
            return new WeekPoint(day, value, Text(X(week)), Text(Y(value)));
        })];
        return new WeekCurve(name, cssClass, points, Y(points[^1].Value));
    }

    private double X(int week) => Left + (_length == 1 ? 0 : week * (double)(Width - Left - Right) / (_length - 1));

    private double Y(long value) => Top + ((Height - Top - Bottom) * (1 - ((double)value / Most)));

    private static string Text(double place) => place.ToString("0.#", CultureInfo.InvariantCulture);
}

/// <summary>One curve.</summary>
/// <param name="Name">The things that it counts.</param>
/// <param name="Class">The class of its style.</param>
/// <param name="Points">A point for each week.</param>
/// <param name="LabelY">The height at which its name stands.</param>
internal sealed record WeekCurve(string Name, string Class, IReadOnlyList<WeekPoint> Points, double LabelY)
{
    /// <summary>Gets the points as an SVG polyline has them.</summary>
    public string Line => string.Join(' ', Points.Select(point => $"{point.X},{point.Y}"));
}

/// <summary>A point of a curve.</summary>
/// <param name="Week">The first day of the week.</param>
/// <param name="Value">The number.</param>
/// <param name="X">The place across.</param>
/// <param name="Y">The place down.</param>
internal sealed record WeekPoint(DateOnly Week, long Value, string X, string Y);
