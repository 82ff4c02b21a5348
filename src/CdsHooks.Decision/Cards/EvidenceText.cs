using CdsHooks.Decision.Criteria.Results;

namespace CdsHooks.Decision.Cards;

/// <summary>Writes the newest few records with their wording and date.</summary>
internal static class EvidenceText
{
    /// <summary>Writes the newest records of a finding; empty when there are none.</summary>
    /// <param name="evidence">The records.</param>
    /// <param name="chartText">Makes text from a chart safe.</param>
    /// <param name="most">The maximum number of wordings; the number of others is added.</param>
    public static string Of(IReadOnlyList<EvidenceItem> evidence, Func<string?, string> chartText, int most = CardWords.MaxItems) =>
        Join([.. evidence.GroupBy(item => Wording(item, chartText), StringComparer.Ordinal).Select(alike => WriteGroup(alike.Key, [.. alike], chartText))], most);

    /// <summary>Gets the wording of the newest record; empty when there is none.</summary>
    public static string Newest(IReadOnlyList<EvidenceItem> evidence, Func<string?, string> chartText) =>
        evidence.Count == 0 ? string.Empty : Wording(evidence[0], chartText);

    /// <summary>Gets the date of the newest record that has one, in its precision; null when none has.</summary>
    public static string? NewestDate(IReadOnlyList<EvidenceItem> evidence, Func<string?, string> chartText) =>
        evidence.Select(item => item.Date).FirstOrDefault(date => !string.IsNullOrEmpty(date)) is { } date ? Date(date, chartText) : null;

    /// <summary>Writes the wordings of records, without dates.</summary>
    public static string Wordings(IEnumerable<EvidenceItem> evidence, Func<string?, string> chartText) =>
        Join([.. evidence.Select(item => Wording(item, chartText)).Distinct(StringComparer.Ordinal)], CardWords.MaxItems);

    /// <summary>Writes records with the same wording once, with the number of days, the first and the last date.</summary>
    private static string WriteGroup(string wording, List<EvidenceItem> alike, Func<string?, string> chartText)
    {
        List<string> dates = [.. alike.Select(item => item.Date).OfType<string>().Where(date => date.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return dates switch
        {
            [] => wording,
            [var only] => $"{wording}, {Date(only, chartText)}",
            _ => $"{wording}, {CardWords.Count(dates.Count, Noun(alike))}, {Date(dates[0], chartText)} to {Date(dates[^1], chartText)}",
        };
    }

    /// <summary>Gets the noun for a group of records: procedures and encounters are visits.</summary>
    private static string Noun(List<EvidenceItem> alike) =>
        alike.TrueForAll(item => item.Reference.StartsWith("Procedure/", StringComparison.Ordinal) || item.Reference.StartsWith("Encounter/", StringComparison.Ordinal))
            ? "visits"
            : "records";

    private static string Date(string date, Func<string?, string> chartText) =>
        chartText(date.Length > CardWords.DateLength ? date[..CardWords.DateLength] : date);

    /// <summary>Gets the wording of a record; one without is named by its type, so that it is not hidden.</summary>
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
