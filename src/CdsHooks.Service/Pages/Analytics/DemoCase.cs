using System.Text.Json;
using CdsHooks.Decision.Cards;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Service.Hooks.Decisions;
using CdsHooks.Service.Pages.Shared;

namespace CdsHooks.Service.Pages.Analytics;

/// <summary>The results of a golden case, as its expectations state them.</summary>
/// <param name="Kind">The kind of the card; null for none.</param>
/// <param name="Suggested">The codes of what the card suggests.</param>
/// <param name="Criteria">The results.</param>
internal sealed record DemoCase(string? Kind, IReadOnlyList<string> Suggested, IReadOnlyList<CriterionRecord> Criteria)
{
    private const string File = "expected.json";

    // A case about one criterion states no more than that.
    private const int Whole = 20;

    /// <summary>Reads the cases beside the program.</summary>
    public static IReadOnlyList<DemoCase> ReadAll() =>
    [
        .. ShippedCases.Folders.Order(StringComparer.Ordinal).Select(folder => Path.Combine(folder, File)).Where(System.IO.File.Exists).Select(Read).OfType<DemoCase>().Where(one => one.Criteria.Count >= Whole),
    ];

    /// <summary>Finds the row of a decision table that matches; null when it shows another kind of card than the case expects, as with other values.</summary>
    public CardRow? RowIn(CardTable table)
    {
        var row = table.Rows.FirstOrDefault(row => row.Conditions.All(Holds));
        return string.Equals(row?.Card?.Id, Kind, StringComparison.Ordinal) ? row : null;
    }

    /// <summary>Lists the codes of each of a card's suggestions that the case expects.</summary>
    public IEnumerable<IReadOnlyList<string>> SuggestionsOf(CardDefinition card) => card.Suggestions
        .Select(suggestion => suggestion.Code.Coding)
        .Where(codings => codings.Exists(coding => Suggested.Contains(coding.Code, StringComparer.Ordinal)))
        .Select(codings => (IReadOnlyList<string>)[.. codings.Select(coding => $"{coding.System}|{coding.Code}")]);

    private bool Holds(CardCondition condition) => Criteria.Any(criterion =>
        string.Equals(criterion.Id, condition.Criterion, StringComparison.Ordinal)
        && condition.Results.Any(result => string.Equals(result.ToCode(), criterion.Result, StringComparison.Ordinal))
        && (condition.Reasons.Count == 0 || condition.Reasons.Any(reason => string.Equals(reason.ToCode(), criterion.Reason, StringComparison.Ordinal))));

    private static DemoCase? Read(string path)
    {
        using var json = JsonDocument.Parse(System.IO.File.ReadAllBytes(path));
        if (!json.RootElement.TryGetProperty("criteria", out var criteria))
        {
            return null;
        }

        var card = json.RootElement.TryGetProperty("card", out var found) && found.ValueKind is JsonValueKind.Object ? found : default;
        return new DemoCase(
            card.ValueKind is JsonValueKind.Object && card.TryGetProperty("kind", out var kind) ? kind.GetString() : null,
            card.ValueKind is JsonValueKind.Object && card.TryGetProperty("suggestions", out var suggestions) ? [.. suggestions.EnumerateArray().Select(code => code.GetString()!)] : [],
            [.. criteria.EnumerateObject().Where(criterion => criterion.Value.ValueKind is JsonValueKind.String).Select(criterion => Of(criterion.Name, criterion.Value.GetString()!))]);
    }

    private static CriterionRecord Of(string id, string outcome)
    {
        var words = outcome.Split(", ", 2);
        return new CriterionRecord(id, words[0], words.Length > 1 ? words[1] : words[0] is "met" ? "documented" : "not-documented");
    }
}
