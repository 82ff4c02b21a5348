using System.Text;
using CdsHooks.Decision.Hooks;

namespace CdsHooks.Decision.Cards;

/// <summary>Repeats the payers' coverage information about the orders of a card, attributed to them: this review does not assess coverage.</summary>
internal static class CoverageText
{
    private const string Lead = "Coverage information that came with the order (the payer's, not part of this review): ";

    /// <summary>Appends the coverage information, if any, to a detail.</summary>
    public static string Below(string detail, IEnumerable<CoverageInformation> coverage)
    {
        var text = new StringBuilder(detail);
        foreach (var words in coverage.Select(WordsOf).Where(words => words.Length > 0).Distinct(StringComparer.Ordinal))
        {
            text.Append(text.Length > 0 ? "\n\n" : string.Empty).Append(Lead).Append(words).Append('.');
        }

        return text.ToString();
    }

    private static string WordsOf(CoverageInformation coverage)
    {
        string?[] parts =
        [
            coverage.Covered is { } covered ? Word(covered) : null,
            coverage.Authorization is { } authorization ? $"prior authorization: {Word(authorization)}" : null,
            coverage.Documentation.Count > 0 ? $"documentation: {string.Join(", ", coverage.Documentation.Select(Word))}" : null,
            coverage.Date is { } date ? $"stated {date}" : null,
        ];
        return string.Join("; ", parts.OfType<string>());
    }

    private static string Word(string code) => code.Replace('-', ' ');
}
