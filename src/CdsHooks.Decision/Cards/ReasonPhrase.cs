using System.Text.RegularExpressions;
using CdsHooks.Decision.Criteria.Results;

namespace CdsHooks.Decision.Cards;

/// <summary>Fills the phrase of a reason with a finding's figures.</summary>
public static partial class ReasonPhrase
{
    // Digits: no count of days is longer, since no care lasts a thousand years.
    private const int LongestCount = 5;

    /// <summary>Gets the inserts that a phrase can contain.</summary>
    internal static IReadOnlyList<string> Inserts { get; } = ["days", "events", "weeks", "first", "last", "measured"];

    /// <summary>
    /// Writes the phrase. Text in parentheses is omitted when a figure in it is missing: "too short (35 days)" becomes "too short".
    /// </summary>
    /// <param name="phrase">The phrase, with inserts in braces.</param>
    /// <param name="facts">The figures; null when there are none.</param>
    /// <param name="chartText">Makes a text of the chart safe for where the phrase is shown.</param>
    /// <returns>The phrase without inserts.</returns>
    public static string Fill(string phrase, FindingFacts? facts, Func<string?, string> chartText)
    {
        if (!phrase.Contains('{', StringComparison.Ordinal))
        {
            return phrase;
        }

        var whole = Parenthesis().Replace(phrase, part =>
            Insert().Matches(part.Value).All(insert => Value(insert.Groups["name"].Value, facts) is not null) ? part.Value : string.Empty);
        return InSingular(Insert().Replace(whole, insert => Value(insert.Groups["name"].Value, facts) is { } value
            ? chartText(value)
            : Missing(insert.Groups["name"].Value)));
    }

    /// <summary>Writes a phrase; null when a figure in it is missing.</summary>
    internal static string? TryFill(string phrase, FindingFacts? facts, Func<string?, string> chartText) =>
        Insert().Matches(phrase).Any(insert => Value(insert.Groups["name"].Value, facts) is null)
            ? null
            : InSingular(Insert().Replace(phrase, insert => chartText(Value(insert.Groups["name"].Value, facts))));

    /// <summary>Gets the greatest length of a phrase, in UTF-16 units.</summary>
    internal static int Longest(string phrase) => Insert().Replace(phrase, insert => new string('x', insert.Groups["name"].Value switch
    {
        "first" or "last" => CardWords.DateLength,
        "measured" => ChartText.PlainLimit,
        _ => LongestCount,
    })).Length;

    /// <summary>Corrects the plural after one: <c>1 days</c>.</summary>
    private static string InSingular(string text) => Singular().Replace(text, "1 ${one}");

    private static string? Value(string insert, FindingFacts? facts) => insert switch
    {
        "days" => Count(facts?.Days),
        "events" => Count(facts?.Events),
        "weeks" => Count(facts?.Weeks),
        "first" => facts?.First is { } first ? CardWords.Of(first) : null,
        "last" => facts?.Last is { } last ? CardWords.Of(last) : null,
        "measured" => facts?.Measured,
        _ => null,
    };

    private static string? Count(int? count) => count is { } known ? CardWords.Count(known, result: null) : null;

    private static string Missing(string insert) => insert switch
    {
        "first" or "last" => CardWords.UnknownDate,
        "measured" => CardWords.NoValue,
        _ => CardWords.UnknownCount,
    };

    [GeneratedRegex(@"(?<![0-9.,-])1 (?<one>day|visit|session|week|record)s\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex Singular();

    [GeneratedRegex(@"\s*\([^()]*\{[^()]*\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex Parenthesis();

    [GeneratedRegex(@"\{(?<name>[^{}]*)\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex Insert();
}
