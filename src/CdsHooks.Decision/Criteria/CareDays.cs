using System.Globalization;

namespace CdsHooks.Decision.Criteria;

/// <summary>Computes courses of care, gaps, weeks and coverage from days. Pure.</summary>
internal static class CareDays
{
    /// <summary>Splits days into courses of care: runs whose neighbours are at most <paramref name="maxGap"/> days apart.</summary>
    /// <param name="days">Distinct days, ascending.</param>
    /// <param name="maxGap">The greatest distance in days inside one course; null for no limit.</param>
    public static IReadOnlyList<CourseOfCare> CoursesOfCare(IReadOnlyList<DateOnly> days, int? maxGap)
    {
        List<CourseOfCare> courses = [];
        var first = 0;
        for (var index = 1; index <= days.Count; index++)
        {
            if (index == days.Count || days[index].DayNumber - days[index - 1].DayNumber > maxGap)
            {
                courses.Add(new CourseOfCare(days[first], days[index - 1], index - first, Weeks(days.Skip(first).Take(index - first))));
                first = index;
            }
        }

        return courses;
    }

    /// <summary>Counts the distinct ISO weeks of several days.</summary>
    public static int Weeks(IEnumerable<DateOnly> days) =>
        days.Select(day => (ISOWeek.GetYear(day.ToDateTime(default)), ISOWeek.GetWeekOfYear(day.ToDateTime(default)))).Distinct().Count();

    /// <summary>Joins half-open intervals that overlap or touch.</summary>
    public static IReadOnlyList<DayInterval> Join(IEnumerable<DayInterval> intervals) => Cluster(intervals, 0);

    /// <summary>Joins half-open intervals that are at most <paramref name="maxGap"/> days apart.</summary>
    public static IReadOnlyList<DayInterval> Cluster(IEnumerable<DayInterval> intervals, int maxGap)
    {
        List<DayInterval> joined = [];
        foreach (var interval in intervals.Where(interval => interval.Days > 0).OrderBy(interval => interval.From))
        {
            if (joined.Count > 0 && interval.From.DayNumber - joined[^1].Until.DayNumber <= maxGap)
            {
                var until = joined[^1].Until > interval.Until ? joined[^1].Until : interval.Until;
                joined[^1] = joined[^1] with { Until = until };
            }
            else
            {
                joined.Add(interval);
            }
        }

        return joined;
    }
}

/// <summary>A course of care: a run of days with events, without too long a gap.</summary>
/// <param name="First">The first day.</param>
/// <param name="Last">The last day.</param>
/// <param name="Events">The number of distinct days with an event, 1 or more.</param>
/// <param name="Weeks">The number of distinct ISO weeks with an event, 1 or more.</param>
internal readonly record struct CourseOfCare(DateOnly First, DateOnly Last, int Events, int Weeks)
{
    /// <summary>Gets the days from the first to the last: 0 for a single day.</summary>
    public int Span => Last.DayNumber - First.DayNumber;
}

/// <summary>A half-open interval of days.</summary>
/// <param name="From">The first day.</param>
/// <param name="Until">The day after the last.</param>
internal readonly record struct DayInterval(DateOnly From, DateOnly Until)
{
    /// <summary>Gets the number of days; 0 or less for an empty interval.</summary>
    public int Days => Until.DayNumber - From.DayNumber;

    /// <summary>Gets the part inside another interval.</summary>
    public DayInterval Within(DateOnly from, DateOnly until) => new(From > from ? From : from, Until < until ? Until : until);
}
