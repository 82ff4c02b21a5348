using System.Text.Json;

namespace CdsHooks.Service.Tests.Infrastructure;

/// <summary>A value of an answer with its JSON path, and where issues are written down.</summary>
/// <param name="Path">Where it stands.</param>
/// <param name="Json">The value; undefined when there is none.</param>
/// <param name="Issues">Takes the issues.</param>
internal sealed record ResponseNode(string Path, JsonElement Json, List<string> Issues)
{
    /// <summary>A member's place, whether it is there or not.</summary>
    public ResponseNode this[string name] =>
        this with { Path = $"{Path}.{name}", Json = Json.ValueKind is JsonValueKind.Object && Json.TryGetProperty(name, out var value) ? value : default };

    public bool Has(string name) => this[name].Json.ValueKind is not JsonValueKind.Undefined;

    /// <summary>The items of an array; none of anything else.</summary>
    public IEnumerable<ResponseNode> Items() => Json.ValueKind is JsonValueKind.Array
        ? Json.EnumerateArray().Select((item, index) => this with { Path = $"{Path}[{index}]", Json = item })
        : [];

    public IEnumerable<ResponseNode> Items(string name) => this[name].Items();

    /// <summary>A member's text, or null when it is none.</summary>
    public string? Text(string name) => this[name].Json is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <summary>A member's text, which must be there and say something.</summary>
    public string Required(string name, string rule)
    {
        var text = Text(name);
        this[name].Check(!string.IsNullOrWhiteSpace(text), rule, "a string, required");
        return text ?? string.Empty;
    }

    public void OneOf(string name, string[] allowed, string rule) =>
        this[name].Check(Text(name) is { } text && allowed.Contains(text, StringComparer.Ordinal), rule, $"one of {string.Join(", ", allowed)}");

    /// <summary>Optional members, when there, are of one kind.</summary>
    public void Kind(JsonValueKind kind, string rule, params string[] names)
    {
        foreach (var name in names)
        {
            this[name].Check(!Has(name) || this[name].Json.ValueKind == kind, rule, $"{kind} when present");
        }
    }

    /// <summary>Members of no version of the specification go in an extension (X-03).</summary>
    public void OnlyMembers(string[] names)
    {
        if (Json.ValueKind is JsonValueKind.Object)
        {
            foreach (var member in Json.EnumerateObject())
            {
                this[member.Name].Check(names.Contains(member.Name, StringComparer.Ordinal), "X-05", "no member that the specification does not have");
            }
        }
    }

    public void Check(bool holds, string rule, string asked)
    {
        if (!holds)
        {
            Issue(rule, asked);
        }
    }

    public void Issue(string rule, string asked) => Issues.Add($"{Path}: {rule} {asked}");
}
