using System.Text.Json;
using CdsHooks.Decision.Criteria.Results;

namespace CdsHooks.Workbench.Cases;

/// <summary>Reads expected decisions.</summary>
/// <param name="reader">The file's reader.</param>
internal sealed class ExpectationReader(CaseFileReader reader)
{
    private static readonly DateOnly DefaultToday = new(2026, 6, 1);

    /// <summary>Reads <c>expected.json</c>.</summary>
    /// <param name="json">The file.</param>
    /// <param name="file">The file's name in messages.</param>
    /// <exception cref="WorkbenchException">The file is not JSON, or the expectation is not valid.</exception>
    public static Expectation Read(ReadOnlyMemory<byte> json, string file)
    {
        var reader = new CaseFileReader(file);
        using var document = reader.Parse(json);
        var root = document.RootElement;
        reader.CheckMembers(root, "$", "today", "criteria", "card");
        reader.Need(root, "card", "$");
        return new ExpectationReader(reader).Read(root, "$");
    }

    /// <summary>Reads the members <c>today</c>, <c>criteria</c> and <c>card</c> of an object.</summary>
    public Expectation Read(JsonElement json, string path)
    {
        var criteria = reader.Need(json, "criteria", path);
        reader.CheckObject(criteria, $"{path}.criteria");
        var comparesCard = json.TryGetProperty("card"u8, out var card);
        return new Expectation(
            json.TryGetProperty("today"u8, out var today) ? reader.Day(today, $"{path}.today") : DefaultToday,
            [.. criteria.EnumerateObject().Select(member => (member.Name, ReadResult(member.Value, $"{path}.criteria.{member.Name}")))],
            comparesCard,
            comparesCard && card.ValueKind is not JsonValueKind.Null ? ReadCard(card, $"{path}.card") : null);
    }

    /// <summary>Reads <c>met</c>, or <c>met, documented</c>.</summary>
    private ExpectedResult ReadResult(JsonElement json, string path)
    {
        var parts = reader.Text(json, path).Split(", ");
        if (parts.Length > 2 || !ReasonCodes.TryParse(parts[0], out CriterionResult result))
        {
            throw reader.UsageError(path, "must be met, not-met or unknown, optionally followed by a comma and a reason");
        }

        return parts.Length == 1 ? new ExpectedResult(result, Reason: null)
            : ReasonCodes.TryParse(parts[1], out Reason reason) ? new ExpectedResult(result, reason)
            : throw reader.UsageError(path, $"must have one of these reasons: {string.Join(", ", ReasonCodes.All)}");
    }

    private ExpectedCard ReadCard(JsonElement json, string path)
    {
        reader.CheckMembers(json, path, "kind", "indicator", "gaps", "suggestions", "overrideReasons", "summaryContains", "detailContains", "detailLacks");
        var indicator = reader.OptionalText(json, "indicator", path);
        if (indicator is not (null or "info" or "warning" or "critical"))
        {
            throw reader.UsageError($"{path}.indicator", "must be info, warning or critical");
        }

        return new ExpectedCard(
            reader.Text(json, "kind", path),
            indicator,
            reader.Texts(json, "gaps", path),
            reader.Texts(json, "suggestions", path),
            reader.Texts(json, "overrideReasons", path),
            reader.Texts(json, "summaryContains", path) ?? [],
            reader.Texts(json, "detailContains", path) ?? [],
            reader.Texts(json, "detailLacks", path) ?? []);
    }
}
