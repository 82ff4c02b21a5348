using System.Globalization;
using CdsHooks.Simulation.Reports;
using CdsHooks.Simulation.Results;
using Microsoft.AspNetCore.Http.Extensions;

namespace CdsHooks.Service.Pages.Simulate;

/// <summary>The flips that a list is about, as the address says it.</summary>
internal sealed record FlipFilter
{
    private const int MaxPage = 1_000_000;

    /// <summary>Gets what changes: <c>card</c>, <c>row</c> or <c>criterion</c>; null for anything.</summary>
    public string? Change { get; init; }

    /// <summary>Gets the outcome under the rules in force, as <c>kind of card (indicator)</c>; null for any.</summary>
    public string? From { get; init; }

    /// <summary>Gets the outcome under the candidate; null for any.</summary>
    public string? To { get; init; }

    /// <summary>Gets the criterion that turns; null for any.</summary>
    public string? Criterion { get; init; }

    /// <summary>Gets the number of the page, from 1.</summary>
    public int Page { get; init; } = 1;

    /// <summary>Gets what is wrong with the address, in a sentence that does not repeat it; null for nothing.</summary>
    public string? Issue { get; private init; }

    /// <summary>Gets a value indicating whether it asks for less than all.</summary>
    public bool IsNarrow => (Change ?? From ?? To ?? Criterion) is not null;

    /// <summary>Lists the outcomes from which calls flip, or to which.</summary>
    public static IReadOnlyList<string> OutcomesOf(SimulationReport report, bool isFrom) => [.. report.Flips.Select(flip => isFrom ? flip.From : flip.To).Distinct(StringComparer.Ordinal)];

    /// <summary>Lists the criteria that turn.</summary>
    public static IReadOnlyList<string> CriteriaOf(SimulationReport report) => [.. report.Turns.Select(turn => turn.Criterion).Distinct(StringComparer.Ordinal)];

    /// <summary>Reads the filter of an address.</summary>
    public static FlipFilter Read(IQueryCollection query, SimulationReport report)
    {
        string? issue = null;
        string? Choice(string name, string label, IEnumerable<string> known)
        {
            if (query[name].ToString() is not { Length: > 0 } text)
            {
                return null;
            }

            issue ??= known.Contains(text, StringComparer.Ordinal) ? null : $"{label}: nothing in this result has that name.";
            return text;
        }

        var page = 1;
        if (query["page"].ToString() is { Length: > 0 } number && !(int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out page) && page is >= 1 and <= MaxPage))
        {
            (page, issue) = (1, "Page: a whole number from 1 is expected.");
        }

        return new FlipFilter
        {
            Change = Choice("change", "What changes", [Flip.ByCard, Flip.ByRow, Flip.ByCriterion]),
            From = Choice("from", "From", OutcomesOf(report, isFrom: true)),
            To = Choice("to", "To", OutcomesOf(report, isFrom: false)),
            Criterion = Choice("criterion", "Criterion", CriteriaOf(report)),
            Page = page,
            Issue = issue,
        };
    }

    /// <summary>Tells whether a flip passes.</summary>
    public bool Lets(Flip flip) =>
        Matches(Change, flip.Change)
        && Matches(From, flip.From.Described)
        && Matches(To, flip.To.Described)
        && (Criterion is null || flip.Turns.Any(turn => string.Equals(turn.Criterion, Criterion, StringComparison.Ordinal)));

    /// <summary>Gets the address of this filter on a page.</summary>
    public string AddressOf(string path)
    {
        QueryBuilder query = [];
        foreach (var (name, value) in new[] { ("change", Change), ("from", From), ("to", To), ("criterion", Criterion), ("page", Page > 1 ? Page.ToString(CultureInfo.InvariantCulture) : null) })
        {
            if (value is not null)
            {
                query.Add(name, value);
            }
        }

        return path + query.ToQueryString();
    }

    private static bool Matches(string? wanted, string value) => wanted is null || string.Equals(wanted, value, StringComparison.Ordinal);
}
