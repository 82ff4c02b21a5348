using CdsHooks.Decision.Rules;

namespace CdsHooks.Decision.Cards;

/// <summary>Writes records as a card names them: wording and date, the newest few.</summary>
internal static class EvidenceText
{
    /// <summary>Writes the newest records of a finding, or an empty text when there are none.</summary>
    public static string Of(IReadOnlyList<EvidenceItem> evidence, Func<string?, string> chartText) =>
        Join([.. evidence.Select(item => One(item, chartText)).Distinct(StringComparer.Ordinal)]);

    /// <summary>Writes the wordings of records, without dates.</summary>
    public static string Wordings(IEnumerable<EvidenceItem> evidence, Func<string?, string> chartText) =>
        Join([.. evidence.Select(item => Wording(item, chartText)).Distinct(StringComparer.Ordinal)]);

    private static string One(EvidenceItem item, Func<string?, string> chartText) =>
        string.IsNullOrEmpty(item.Date) ? Wording(item, chartText) : $"{Wording(item, chartText)}, {Date(item.Date, chartText)}";

    private static string Date(string date, Func<string?, string> chartText) =>
        chartText(date.Length > CardWords.DateLength ? date[..CardWords.DateLength] : date);

    /// <summary>A record without wording is named by its type, so that it does not go unseen.</summary>
    private static string Wording(EvidenceItem item, Func<string?, string> chartText)
    {
        var text = chartText(item.Text);
        if (text.Length > 0)
        {
            return text;
        }

        var slash = item.Reference.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 ? chartText(item.Reference[..slash]) : "record";
    }

    private static string Join(IReadOnlyList<string> items) => items.Count > CardWords.MaxItems
        ? string.Join(CardWords.Separator, items.Take(CardWords.MaxItems)) + CardWords.More(items.Count - CardWords.MaxItems)
        : string.Join(CardWords.Separator, items);
}
