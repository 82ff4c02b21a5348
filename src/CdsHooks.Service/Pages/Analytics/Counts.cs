using CdsHooks.Service.Hooks.Summaries;

namespace CdsHooks.Service.Pages.Analytics;

/// <summary>Counts by name.</summary>
internal sealed class Counts<T>() : SortedDictionary<string, T>(StringComparer.Ordinal)
    where T : new()
{
    /// <summary>Gets the count of a name; a new one, when it has none yet.</summary>
    public T Of(string name)
    {
        if (!TryGetValue(name, out var count))
        {
            this[name] = count = new T();
        }

        return count;
    }
}

/// <summary>The rules behind a decision.</summary>
/// <param name="Plan">The canonical of the plan, with its version.</param>
/// <param name="SiteParameters">The id of the site parameters.</param>
/// <param name="Version">The hash of the rules; null where it was not recorded.</param>
internal sealed record RulesName(string Plan, string SiteParameters, string? Version)
{
    /// <summary>Gets an order of rules.</summary>
    public static Comparer<RulesName> Order { get; } = Comparer<RulesName>.Create((one, other) =>
        string.CompareOrdinal(one.Plan, other.Plan) is not 0 and var plans ? plans
        : string.CompareOrdinal(one.SiteParameters, other.SiteParameters) is not 0 and var sites ? sites
        : string.CompareOrdinal(one.Version, other.Version));

    /// <summary>Gets the plan and its version without the address that all plans share.</summary>
    public string ShortPlan => Plan.Split('/')[^1].Replace('|', ' ');

    public static RulesName Of(SummaryKey key) => new(key.Plan, key.SiteParameters, key.RulesVersion);
}

/// <summary>The rows and kinds of card of one day, among all decisions of the filter.</summary>
internal sealed class FiredDay
{
    /// <summary>Gets the number of decisions.</summary>
    public long Decisions { get; private set; }

    public Dictionary<string, long> Rows { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, long> Kinds { get; } = new(StringComparer.Ordinal);

    public HashSet<RulesName> Rules { get; } = [];

    /// <summary>Adds a group of decisions.</summary>
    public void Add(SummaryGroup group, RulesName rules, AnalyticsFilter filter)
    {
        Decisions += group.All.Decisions;
        Rules.Add(rules);
        if (!filter.CoversKind(group.Key.CardKind))
        {
            return;
        }

        foreach (var (row, count) in group.Rows)
        {
            Rows[row] = Rows.GetValueOrDefault(row) + count.Decisions;
        }

        if (group.Key.CardKind is { } kind)
        {
            Kinds[kind] = Kinds.GetValueOrDefault(kind) + group.All.Decisions;
        }
    }
}

/// <summary>The values that a filter can ask for.</summary>
internal sealed class FilterChoices
{
    public SortedSet<string> Services { get; } = new(StringComparer.Ordinal);

    public SortedSet<string> Clients { get; } = new(StringComparer.Ordinal);

    public SortedSet<string> Kinds { get; } = new(StringComparer.Ordinal);

    public SortedSet<string> Rules { get; } = new(StringComparer.Ordinal);

    public SortedSet<string> Sites { get; } = new(StringComparer.Ordinal);

    public void Add(SummaryKey key)
    {
        Services.Add(key.Service);
        Clients.Add(key.Client);
        Rules.Add(key.RulesVersion ?? AnalyticsFilter.NoVersion);
        Sites.Add(key.SiteParameters);
        if (key.CardKind is { } kind)
        {
            Kinds.Add(kind);
        }
    }
}

/// <summary>The number of overridden cards with one reason.</summary>
/// <param name="Reason">The reason (<see cref="GivenReason"/>).</param>
/// <param name="Cards">The number of cards.</param>
internal sealed record ReasonCount(string Reason, long Cards)
{
    /// <summary>Gets a value indicating whether it is a reason that can be told from others.</summary>
    public bool IsGiven => Reason is not (GivenReason.None or GivenReason.Other);

    /// <summary>Adds up counts by reason.</summary>
    /// <returns>The reasons, most frequent first.</returns>
    public static IReadOnlyList<ReasonCount> Of(IEnumerable<IReadOnlyDictionary<string, long>> counts) =>
    [
        .. counts.SelectMany(reasons => reasons)
            .GroupBy(reason => reason.Key, reason => reason.Value, StringComparer.Ordinal)
            .Select(reason => new ReasonCount(reason.Key, reason.Sum()))
            .OrderByDescending(reason => reason.Cards)
            .ThenBy(reason => reason.Reason, StringComparer.Ordinal),
    ];

    /// <summary>Finds the reasons that were given most: one, or several that were given equally often; none when none was given.</summary>
    /// <param name="reasons">The reasons, most frequent first.</param>
    public static IReadOnlyList<ReasonCount> Most(IReadOnlyList<ReasonCount> reasons)
    {
        List<ReasonCount> given = [.. reasons.Where(reason => reason.IsGiven)];
        return [.. given.TakeWhile(reason => reason.Cards == given[0].Cards)];
    }
}
