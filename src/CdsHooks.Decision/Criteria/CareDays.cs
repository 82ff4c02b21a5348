using System.Globalization;

namespace CdsHooks.Decision.Criteria;

/// <summary>Arithmetic on the days of care: courses, gaps, weeks, coverage. Pure.</summary>
internal static class CareDays
{
    /// <summary>Splits days into courses of care: runs whose neighbours are at most <paramref name="maxGap"/> days apart.</summary>
    /// <param name="days">Distinct days, ascending.</param>
    /// <param name="maxGap">Greatest distance in days inside one course; null for no limit.</param>
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

    /// <summary>Counts the different ISO weeks the days lie in.</summary>
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
