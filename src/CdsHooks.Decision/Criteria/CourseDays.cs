using System.Globalization;

namespace CdsHooks.Decision.Criteria;

/// <summary>Arithmetic on the days of a course of care: episodes, gaps, weeks, coverage. Pure.</summary>
internal static class CourseDays
{
    /// <summary>Splits days into episodes: runs whose neighbours are at most <paramref name="maxGap"/> days apart.</summary>
    /// <param name="days">Distinct days, ascending.</param>
    /// <param name="maxGap">Greatest distance in days inside one episode; null for no limit.</param>
    public static IReadOnlyList<Episode> Episodes(IReadOnlyList<DateOnly> days, int? maxGap)
    {
        List<Episode> episodes = [];
        var first = 0;
        for (var index = 1; index <= days.Count; index++)
        {
            if (index == days.Count || days[index].DayNumber - days[index - 1].DayNumber > maxGap)
            {
                episodes.Add(new Episode(days[first], days[index - 1], index - first, Weeks(days.Skip(first).Take(index - first))));
                first = index;
            }
        }

        return episodes;
    }

    /// <summary>Counts the different ISO weeks the days lie in.</summary>
    public static int Weeks(IEnumerable<DateOnly> days) =>
        days.Select(day => (ISOWeek.GetYear(day.ToDateTime(default)), ISOWeek.GetWeekOfYear(day.ToDateTime(default)))).Distinct().Count();

    /// <summary>Joins half-open stretches that overlap or touch.</summary>
    public static IReadOnlyList<Stretch> Join(IEnumerable<Stretch> stretches) => Cluster(stretches, 0);

    /// <summary>Joins half-open stretches that are at most <paramref name="maxGap"/> days apart.</summary>
    public static IReadOnlyList<Stretch> Cluster(IEnumerable<Stretch> stretches, int maxGap)
    {
        List<Stretch> joined = [];
        foreach (var stretch in stretches.Where(stretch => stretch.Days > 0).OrderBy(stretch => stretch.From))
        {
            if (joined.Count > 0 && stretch.From.DayNumber - joined[^1].Until.DayNumber <= maxGap)
            {
                var until = joined[^1].Until > stretch.Until ? joined[^1].Until : stretch.Until;
                joined[^1] = joined[^1] with { Until = until };
            }
            else
            {
                joined.Add(stretch);
            }
        }

        return joined;
    }
}
