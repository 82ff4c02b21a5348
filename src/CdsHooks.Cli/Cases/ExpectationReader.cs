using System.Globalization;
using System.Text.Json;
using CdsHooks.Decision.Rules;

namespace CdsHooks.Cli.Cases;

/// <summary>Reads <c>expected.json</c>. A member that means nothing is a fault, so that a slip of the pen cannot pass for an expectation that holds.</summary>
internal sealed class ExpectationReader
{
    private static readonly DateOnly DefaultToday = new(2026, 6, 1);

    private readonly string _file;

    private ExpectationReader(string file) => _file = file;

    /// <summary>Reads an expectation.</summary>
    /// <param name="json">The file.</param>
    /// <param name="file">How messages name it.</param>
    /// <exception cref="CommandException">It is not JSON, or holds what an expectation cannot.</exception>
    public static Expectation Read(ReadOnlyMemory<byte> json, string file)
    {
        var reader = new ExpectationReader(file);
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return reader.Read(document.RootElement);
        }
        catch (JsonException fault)
        {
            throw CommandException.WrongUse($"{file} is not JSON, or a member stands there twice (line {(fault.LineNumber ?? 0) + 1}).");
        }
    }

    private Expectation Read(JsonElement root)
    {
        CheckMembers(root, "$", "today", "criteria", "card");
        var criteria = Need(root, "criteria", "$");
        CheckObject(criteria, "$.criteria");
        var card = Need(root, "card", "$");
        return new Expectation(
            root.TryGetProperty("today"u8, out var today) ? ReadDay(today) : DefaultToday,
            [.. criteria.EnumerateObject().Select(member => (member.Name, ReadResult(member.Value, $"$.criteria.{member.Name}")))],
            card.ValueKind is JsonValueKind.Null ? null : ReadCard(card));
    }

    private DateOnly ReadDay(JsonElement today) =>
        today.ValueKind is JsonValueKind.String
        && DateOnly.TryParseExact(today.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : throw Fault("$.today", "must be a day such as 2026-06-01");

    private ExpectedResult ReadResult(JsonElement json, string path)
    {
        CheckMembers(json, path, "result", "reason");
        if (!ReasonCodes.TryParse(Text(Need(json, "result", path), $"{path}.result"), out CriterionResult result))
        {
            throw Fault($"{path}.result", "must be met, not-met or unknown");
        }

        if (!json.TryGetProperty("reason"u8, out var code))
        {
            return new ExpectedResult(result, Reason: null);
        }

        return ReasonCodes.TryParse(Text(code, $"{path}.reason"), out Reason reason)
            ? new ExpectedResult(result, reason)
            : throw Fault($"{path}.reason", $"must be one of {string.Join(", ", ReasonCodes.All)}");
    }

    private ExpectedCard ReadCard(JsonElement json)
    {
        CheckMembers(json, "$.card", "kind", "indicator", "gaps", "suggestions", "summaryContains", "detailContains");
        var indicator = json.TryGetProperty("indicator"u8, out var given) ? Text(given, "$.card.indicator") : null;
        if (indicator is not (null or "info" or "warning" or "critical"))
        {
            throw Fault("$.card.indicator", "must be info, warning or critical");
        }

        return new ExpectedCard(
            Text(Need(json, "kind", "$.card"), "$.card.kind"),
            indicator,
            Texts(json, "gaps"),
            Texts(json, "suggestions"),
            Texts(json, "summaryContains") ?? [],
            Texts(json, "detailContains") ?? []);
    }

    private List<string>? Texts(JsonElement json, string name)
    {
        if (!json.TryGetProperty(name, out var list))
        {
            return null;
        }

        return list.ValueKind is JsonValueKind.Array
            ? [.. list.EnumerateArray().Select(item => Text(item, $"$.card.{name}"))]
            : throw Fault($"$.card.{name}", "must be a list of texts");
    }

    private string Text(JsonElement json, string path) =>
        json.ValueKind is JsonValueKind.String && json.GetString() is { Length: > 0 } text ? text : throw Fault(path, "must be a text");

    private JsonElement Need(JsonElement json, string name, string path) =>
        json.TryGetProperty(name, out var value) ? value : throw Fault($"{path}.{name}", "is missing");

    private void CheckMembers(JsonElement json, string path, params string[] known)
    {
        CheckObject(json, path);
        var unknown = json.EnumerateObject().Select(member => member.Name).FirstOrDefault(name => !known.Contains(name, StringComparer.Ordinal));
        if (unknown is not null)
        {
            throw Fault($"{path}.{unknown}", $"means nothing; known are {string.Join(", ", known)}");
        }
    }

    private void CheckObject(JsonElement json, string path)
    {
        if (json.ValueKind is not JsonValueKind.Object)
        {
            throw Fault(path, "must be an object");
        }
    }

    private CommandException Fault(string path, string problem) => CommandException.WrongUse($"{_file}: {path} {problem}.");
}
