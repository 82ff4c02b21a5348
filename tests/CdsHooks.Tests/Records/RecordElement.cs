using System.Text.Json.Nodes;

namespace CdsHooks.Tests.Records;

/// <summary>One element of a record profile's differential: where it is, and what is asked of it.</summary>
internal sealed record RecordElement(JsonObject Definition)
{
    public string Id => (string)Definition["id"]!;

    /// <summary>Gets the steps from the resource down, e.g. <c>value[x]:valueQuantity</c>, <c>code</c>.</summary>
    public string[] Steps => Id.Split('.')[1..];

    public int Min => (int?)Definition["min"] ?? 0;

    public bool IsForbidden => (string?)Definition["max"] is "0";

    /// <summary>Gets the value set that a code must be in, or null.</summary>
    public string? RequiredSet => (string?)Definition["binding"]?["strength"] is "required" ? (string?)Definition["binding"]!["valueSet"] : null;

    public IEnumerable<string> Types => Definition["type"]?.AsArray().Select(type => (string)type!["code"]!) ?? [];

    public IEnumerable<string> Constraints => Definition["constraint"]?.AsArray().Select(constraint => (string)constraint!["key"]!) ?? [];

    /// <summary>Gets the one value that is allowed, or null.</summary>
    public JsonNode? Fixed => Definition.FirstOrDefault(member => member.Key.StartsWith("fixed", StringComparison.Ordinal)).Value;

    public decimal? Lowest => Bound("minValue");

    public decimal? Highest => Bound("maxValue");

    /// <summary>Finds the members of an object that a step leads to, each item of an array by itself.</summary>
    public static IEnumerable<(string Name, JsonNode Node)> Follow(JsonNode parent, string step)
    {
        var parts = step.Split(':');
        var choice = parts[0].EndsWith("[x]", StringComparison.Ordinal) ? parts[0][..^3] : null;
        return parent is not JsonObject members
            ? []
            : members
                .Where(member => parts.Length > 1
                    ? string.Equals(member.Key, parts[1], StringComparison.Ordinal)
                    : string.Equals(member.Key, parts[0], StringComparison.Ordinal) || IsChoice(member.Key, choice))
                .SelectMany(member => member.Value is JsonArray items
                    ? items.OfType<JsonNode>().Select(item => (member.Key, item))
                    : [(member.Key, member.Value)]);
    }

    private static bool IsChoice(string name, string? choice) =>
        choice is not null && name.Length > choice.Length && name.StartsWith(choice, StringComparison.Ordinal) && char.IsAsciiLetterUpper(name[choice.Length]);

    private decimal? Bound(string name) =>
        (decimal?)Definition.FirstOrDefault(member => member.Key.StartsWith(name, StringComparison.Ordinal)).Value?.AsValue();
}
