using CdsHooks.Decision.Rules;

namespace CdsHooks.Decision.Cards;

/// <summary>Writes records as a card names them: wording and date, the newest few.</summary>
internal static class EvidenceText
{
    /// <summary>Writes the newest records of a finding, or an empty text when there are none.</summary>
    public static string Of(IReadOnlyList<EvidenceItem> evidence, Func<string?, string> chartText) =>
        Join([.. evidence
            .GroupBy(item => Wording(item, chartText), StringComparer.Ordinal)
            .Select(alike => Alike(alike.Key, [.. alike.Select(item => item.Date).Where(date => !string.IsNullOrEmpty(date)).Distinct(StringComparer.Ordinal)], chartText))]);

    /// <summary>Writes the wordings of records, without dates.</summary>
    public static string Wordings(IEnumerable<EvidenceItem> evidence, Func<string?, string> chartText) =>
        Join([.. evidence.Select(item => Wording(item, chartText)).Distinct(StringComparer.Ordinal)]);

    /// <summary>Records that read alike are told once, with how many days there are and from when to when.</summary>
    private static string Alike(string wording, List<string?> dates, Func<string?, string> chartText)
    {
        dates.Sort(StringComparer.Ordinal);
        return dates switch
        {
            [] => wording,
            [{ } only] => $"{wording}, {Date(only, chartText)}",
            _ => $"{wording}, {CardWords.Days(dates.Count)} from {Date(dates[0]!, chartText)} to {Date(dates[^1]!, chartText)}",
        };
    }

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
