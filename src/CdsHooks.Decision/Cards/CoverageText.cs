using System.Text;
using CdsHooks.Decision.Hooks;

namespace CdsHooks.Decision.Cards;

/// <summary>Repeats what a payer has said about the orders of a card, as the payer's word: this review knows nothing of coverage.</summary>
internal static class CoverageText
{
    private const string Lead = "Coverage information that came with the order (the payer's, not part of this review): ";

    /// <summary>Puts it below a detail; nothing where nothing was said.</summary>
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
