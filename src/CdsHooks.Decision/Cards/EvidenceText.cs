using CdsHooks.Decision.Criteria.Results;

namespace CdsHooks.Decision.Cards;

/// <summary>Writes records as a card names them: wording and date, the newest few.</summary>
internal static class EvidenceText
{
    /// <summary>Writes the newest records of a finding, or an empty text when there are none.</summary>
    /// <param name="evidence">The records.</param>
    /// <param name="chartText">How text from a chart is made safe.</param>
    /// <param name="most">How many wordings are told; how many more there are is said.</param>
    public static string Of(IReadOnlyList<EvidenceItem> evidence, Func<string?, string> chartText, int most = CardWords.MaxItems) =>
        Join([.. evidence.GroupBy(item => Wording(item, chartText), StringComparer.Ordinal).Select(alike => Alike(alike.Key, [.. alike], chartText))], most);

    /// <summary>The wording of the newest record; empty when there is none.</summary>
    public static string Newest(IReadOnlyList<EvidenceItem> evidence, Func<string?, string> chartText) =>
        evidence.Count == 0 ? string.Empty : Wording(evidence[0], chartText);

    /// <summary>The date of the newest record that has one, as precise as it is; null when none has.</summary>
    public static string? NewestDate(IReadOnlyList<EvidenceItem> evidence, Func<string?, string> chartText) =>
        evidence.Select(item => item.Date).FirstOrDefault(date => !string.IsNullOrEmpty(date)) is { } date ? Date(date, chartText) : null;

    /// <summary>Writes the wordings of records, without dates.</summary>
    public static string Wordings(IEnumerable<EvidenceItem> evidence, Func<string?, string> chartText) =>
        Join([.. evidence.Select(item => Wording(item, chartText)).Distinct(StringComparer.Ordinal)], CardWords.MaxItems);

    /// <summary>Records that read alike are told once, with how many days there are, and from when to when.</summary>
    private static string Alike(string wording, List<EvidenceItem> alike, Func<string?, string> chartText)
    {
        List<string> dates = [.. alike.Select(item => item.Date).OfType<string>().Where(date => date.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return dates switch
        {
            [] => wording,
            [var only] => $"{wording}, {Date(only, chartText)}",
            _ => $"{wording}, {CardWords.Count(dates.Count, Noun(alike))}, {Date(dates[0], chartText)} to {Date(dates[^1], chartText)}",
        };
    }

    /// <summary>Days on which something was done with the patient are visits.</summary>
    private static string Noun(List<EvidenceItem> alike) =>
        alike.TrueForAll(item => item.Reference.StartsWith("Procedure/", StringComparison.Ordinal) || item.Reference.StartsWith("Encounter/", StringComparison.Ordinal))
            ? "visits"
            : "records";

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
        return slash > 0 ? chartText(NameOf(item.Reference[..slash])) : "record";
    }

    private static string NameOf(string type) => type is "QuestionnaireResponse" ? "Questionnaire" : type;

    private static string Join(IReadOnlyList<string> items, int most) => items.Count > most
        ? string.Join(CardWords.Separator, items.Take(most)) + CardWords.More(items.Count - most)
        : string.Join(CardWords.Separator, items);
}
