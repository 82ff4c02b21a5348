using System.Text.Json;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Plan;

namespace CdsHooks.Workbench.Shadow;

/// <summary>Reads the findings of an exported decision.</summary>
internal static class RecordedFindings
{
    /// <summary>Reads the criteria of a decision.</summary>
    /// <param name="decision">A line of an export, a JSON object.</param>
    /// <returns>The findings by criterion.</returns>
    /// <exception cref="InvalidOperationException">The object is no decision; other types of exceptions are possible, too.</exception>
    public static IReadOnlyDictionary<string, RecordedFinding> Of(JsonElement decision) => decision.GetProperty("criteria").EnumerateArray().ToDictionary(
        criterion => criterion.GetProperty("id").GetString()!,
        Read,
        StringComparer.Ordinal);

    private static RecordedFinding Read(JsonElement criterion)
    {
        var result = ReasonCodes.TryParse(criterion.Text("result"), out CriterionResult known) ? known : throw Unreadable();
        var reason = ReasonOf(criterion, "reason") ?? throw Unreadable();
        return criterion.TryGetProperty("basis", out var basis) && basis.ValueKind is not JsonValueKind.Null
            ? new RecordedFinding(result, reason, FiguresOf(basis)) { IsCut = Whole(basis, "more") > 0 }
            : new RecordedFinding(result, reason, Figures: null);
    }

    private static FindingFigures FiguresOf(JsonElement basis) => new(
        [.. basis.GetProperty("figures").EnumerateArray().Select(FigureOf)], ReasonOf(basis, "open"), ReasonOf(basis, "unread"), Whole(basis, "since"));

    private static Figure FigureOf(JsonElement figure) => new(ReasonCodes.TryParse(figure.Text("kind"), out FigureKind kind) ? kind : throw Unreadable())
    {
        Group = Whole(figure, "group"),
        Value = Number(figure, "value"),
        Most = Number(figure, "most"),
        Unit = figure.Text("unit"),
        Comparator = figure.Text("comparator"),
        From = Whole(figure, "from"),
        Until = Whole(figure, "until"),
        Events = Whole(figure, "events"),
        Weeks = Whole(figure, "weeks"),
        State = ReasonOf(figure, "state"),
    };

    private static Reason? ReasonOf(JsonElement json, string name) =>
        json.Text(name) is not { } code ? null : ReasonCodes.TryParse(code, out Reason reason) ? reason : throw Unreadable();

    private static int? Whole(JsonElement json, string name) => (int?)Number(json, name);

    private static decimal? Number(JsonElement json, string name) =>
        json.TryGetProperty(name, out var number) && number.ValueKind is not JsonValueKind.Null ? number.GetDecimal() : null;

    private static InvalidOperationException Unreadable() => new("A code is not one of its list.");
}
