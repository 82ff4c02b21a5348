namespace CdsHooks.Service.Pages.Analytics;

/// <summary>The search for rows and kinds of card that came earlier in the period and no longer do.</summary>
/// <remarks>
/// The newest days with at least a quarter of the decisions are held against the days before them. For what came k times among the N
/// decisions before and never among the M newest, the probability that all k fall among the N by chance is that of Fisher's exact test,
/// one-sided: the product of (N − i) / (N + M − i) for i from 0 to k − 1. It needs no rate to be known. Since many rows are looked at,
/// each probability is multiplied by their number (Bonferroni) before it is held against 5 %.
/// </remarks>
/// <param name="Earlier">The decisions before.</param>
/// <param name="Newest">The newest decisions.</param>
/// <param name="FirstNewest">The first of the newest days.</param>
/// <param name="Tested">The number of rows and kinds that were looked at.</param>
/// <param name="Rows">The rows that no longer match, least probable first.</param>
/// <param name="Kinds">The kinds of card that no longer come, least probable first.</param>
/// <param name="HasNewRules">True when the newest decisions have rules that the earlier ones had not.</param>
internal sealed record StoppedFiring(
    long Earlier, long Newest, long FirstNewest, int Tested, IReadOnlyList<Stopped> Rows, IReadOnlyList<Stopped> Kinds, bool HasNewRules)
{
    private const int NewestParts = 4;
    private const double Level = 0.05;

    /// <summary>Searches the days of an analysis.</summary>
    /// <returns>The result; null when there are too few days to hold against each other.</returns>
    public static StoppedFiring? Find(SortedDictionary<long, FiredDay> days)
    {
        var all = days.Values.Sum(day => day.Decisions);
        var newest = 0L;
        HashSet<long> newestDays = [];
        foreach (var (number, day) in days.Reverse())
        {
            if (newest * NewestParts >= all)
            {
                break;
            }

            newest += day.Decisions;
            newestDays.Add(number);
        }

        return newest == all || newest == 0 ? null : Compare(days, newestDays, all - newest, newest);
    }

    /// <summary>Computes the probability that all of some events fall into the earlier part by chance.</summary>
    /// <param name="events">The number of events.</param>
    /// <param name="earlier">The number of decisions in the earlier part.</param>
    /// <param name="newest">The number of decisions in the newest part.</param>
    public static double ProbabilityOfNone(long events, long earlier, long newest)
    {
        var probability = 1.0;
        for (var index = 0L; index < events && probability > double.Epsilon; index++)
        {
            probability *= (double)(earlier - index) / (earlier + newest - index);
        }

        return probability;
    }

    private static StoppedFiring Compare(SortedDictionary<long, FiredDay> days, HashSet<long> newestDays, long earlier, long newest)
    {
        var rows = Count(days, newestDays, day => day.Rows);
        var kinds = Count(days, newestDays, day => day.Kinds);
        var tested = rows.Count(row => row.Value.Earlier > 0) + kinds.Count(kind => kind.Value.Earlier > 0);
        var earlierRules = days.Where(day => !newestDays.Contains(day.Key)).SelectMany(day => day.Value.Rules).ToHashSet();
        return new StoppedFiring(
            earlier,
            newest,
            newestDays.Min(),
            tested,
            StoppedOf(rows),
            StoppedOf(kinds),
            days.Where(day => newestDays.Contains(day.Key)).SelectMany(day => day.Value.Rules).Any(rules => !earlierRules.Contains(rules)));

        IReadOnlyList<Stopped> StoppedOf(Dictionary<string, (long Earlier, long Newest)> counts) =>
        [
            .. counts.Where(count => count.Value is { Earlier: > 0, Newest: 0 })
                .Select(count => new Stopped(count.Key, count.Value.Earlier, ProbabilityOfNone(count.Value.Earlier, earlier, newest)))
                .Select(stopped => stopped with { IsUnlikely = stopped.Probability * tested < Level })
                .OrderBy(stopped => stopped.Probability)
                .ThenBy(stopped => stopped.Name, StringComparer.Ordinal),
        ];
    }

    private static Dictionary<string, (long Earlier, long Newest)> Count(SortedDictionary<long, FiredDay> days, HashSet<long> newestDays, Func<FiredDay, Dictionary<string, long>> counts)
    {
        Dictionary<string, (long Earlier, long Newest)> found = new(StringComparer.Ordinal);
        foreach (var (number, day) in days)
        {
            foreach (var (name, count) in counts(day))
            {
                var known = found.GetValueOrDefault(name);
                found[name] = newestDays.Contains(number) ? known with { Newest = known.Newest + count } : known with { Earlier = known.Earlier + count };
            }
        }

        return found;
    }
}

/// <summary>A row or a kind of card that no longer comes.</summary>
/// <param name="Name">The row or the kind.</param>
/// <param name="Earlier">The number of decisions with it before.</param>
/// <param name="Probability">The probability that it came never among the newest decisions by chance.</param>
internal sealed record Stopped(string Name, long Earlier, double Probability)
{
    /// <summary>Gets a value indicating whether chance is an unlikely explanation, with the number of rows and kinds that were looked at taken into account.</summary>
    public bool IsUnlikely { get; init; }
}
