using System.Globalization;
using CdsHooks.Service.Hooks.Summaries;
using Microsoft.AspNetCore.Http.Extensions;

namespace CdsHooks.Service.Pages.Analytics;

/// <summary>The decisions that a page of analytics is about, as the address says it.</summary>
/// <param name="From">The first day, in UTC.</param>
/// <param name="Until">The last day.</param>
internal sealed record AnalyticsFilter(DateOnly From, DateOnly Until)
{
    /// <summary>The path of the page.</summary>
    public const string Path = "/analytics";

    /// <summary>The client of the sandbox. Nobody is treated by its orders, so they count only where it is asked for.</summary>
    public const string Sandbox = "workbench";

    /// <summary>The version of rules whose version was not recorded.</summary>
    public const string NoVersion = "not-recorded";

    private const string DayFormat = "yyyy-MM-dd";
    private const int UsualDays = 84;
    private const int MaxLength = 200;

    /// <summary>Gets the service; null for all.</summary>
    public string? Service { get; init; }

    /// <summary>Gets the client; null for all but the sandbox.</summary>
    public string? Client { get; init; }

    /// <summary>Gets the kind of card; null for all.</summary>
    public string? Kind { get; init; }

    /// <summary>Gets the version of the rules; null for all.</summary>
    public string? Rules { get; init; }

    /// <summary>Gets the site parameters; null for all.</summary>
    public string? Site { get; init; }

    /// <summary>Gets a value indicating whether made-up decisions are shown.</summary>
    public bool IsDemo { get; init; }

    /// <summary>Gets the faults of the address, one sentence each.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];

    /// <summary>Gets a value indicating whether it asks for less than every decision of a period.</summary>
    public bool IsNarrow => (Service ?? Client ?? Kind ?? Rules ?? Site) is not null;

    /// <summary>Gets the filter of a page without a query: the last twelve weeks.</summary>
    public static AnalyticsFilter Usual(TimeProvider clock)
    {
        var today = Today(clock);
        return new AnalyticsFilter(today.AddDays(1 - UsualDays), today);
    }

    /// <summary>Reads the filter of an address. What cannot be read counts as not said, and is a fault.</summary>
    public static AnalyticsFilter Of(IQueryCollection query, TimeProvider clock)
    {
        List<string> faults = [];
        var until = DayIn(query, "until", faults);
        var from = DayIn(query, "from", faults);
        var last = until ?? Today(clock);
        var first = from ?? (last.DayNumber >= UsualDays ? last.AddDays(1 - UsualDays) : DateOnly.MinValue);
        if (first > last)
        {
            faults.Add("The first day is after the last one.");
        }

        return new AnalyticsFilter(first, last)
        {
            Service = TextIn(query, "service", faults),
            Client = TextIn(query, "client", faults),
            Kind = TextIn(query, "kind", faults),
            Rules = TextIn(query, "rules", faults),
            Site = TextIn(query, "site", faults),
            IsDemo = string.Equals(query["demo"], "1", StringComparison.Ordinal),
            Faults = faults,
        };
    }

    /// <summary>Gets the address of this filter.</summary>
    /// <param name="format">The format of an export; null for the page.</param>
    public string Address(string? format = null)
    {
        QueryBuilder query = new()
        {
            { "from", Text(From) },
            { "until", Text(Until) },
        };
        foreach (var (name, value) in new[] { ("service", Service), ("client", Client), ("kind", Kind), ("rules", Rules), ("site", Site), ("demo", IsDemo ? "1" : null), ("format", format) })
        {
            if (value is not null)
            {
                query.Add(name, value);
            }
        }

        return $"{Path}{query.ToQueryString()}";
    }

    /// <summary>Determines whether a group of decisions belongs to it, whatever kind of card they got.</summary>
    public bool Covers(SummaryKey key) =>
        Matches(Service, key.Service)
        && (Client is null ? !IsSandbox(key) : Matches(Client, key.Client))
        && Matches(Rules, key.RulesVersion ?? NoVersion)
        && Matches(Site, key.SiteParameters);

    /// <summary>Determines whether a kind of card belongs to it.</summary>
    public bool CoversKind(string? kind) => Matches(Kind, kind);

    /// <summary>Determines whether a group is of the sandbox.</summary>
    public static bool IsSandbox(SummaryKey key) => string.Equals(key.Client, Sandbox, StringComparison.Ordinal);

    /// <summary>Gets a day as addresses and tables have it.</summary>
    public static string Text(DateOnly day) => day.ToString(DayFormat, CultureInfo.InvariantCulture);

    private static bool Matches(string? wanted, string? value) => wanted is null || string.Equals(wanted, value, StringComparison.Ordinal);

    private static DateOnly Today(TimeProvider clock) => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);

    private static string? TextIn(IQueryCollection query, string name, List<string> faults)
    {
        var text = query[name].ToString();
        if (text.Length > MaxLength)
        {
            faults.Add($"The text of {name} is too long: nothing has that name.");
        }

        return text.Length is > 0 and <= MaxLength ? text : null;
    }

    private static DateOnly? DayIn(IQueryCollection query, string name, List<string> faults)
    {
        if (query[name].ToString() is not { Length: > 0 } text)
        {
            return null;
        }

        if (DateOnly.TryParseExact(text, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day;
        }

        faults.Add($"The {(name is "from" ? "first" : "last")} day is not a day like 2026-06-01.");
        return null;
    }
}
