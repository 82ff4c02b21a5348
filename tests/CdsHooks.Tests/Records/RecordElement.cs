using System.Text.Json.Nodes;
using Hl7.Fhir.Model;

namespace CdsHooks.Tests.Records;

/// <summary>One element of a record profile's differential: where it is, and what is asked of it.</summary>
internal sealed record RecordElement(ElementDefinition Definition)
{
    public string Id => Definition.ElementId!;

    /// <summary>Gets the steps from the resource down, e.g. <c>value[x]:valueQuantity</c>, <c>code</c>.</summary>
    public string[] Steps => Id.Split('.')[1..];

    /// <summary>Gets the value set that a code must be in, or null.</summary>
    public string? RequiredSet => Definition.Binding is { Strength: BindingStrength.Required, ValueSet: { } valueSet } ? valueSet : null;

    public bool IsReference => Definition.Type is [{ Code: "Reference" }];

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
                    : [(member.Key, member.Value!)]);
    }

    /// <summary>Finds the object that holds the element, or would hold it; null when that is not there either.</summary>
    public JsonObject? ParentIn(JsonObject record) => Steps[..^1]
        .Aggregate<string, JsonNode?>(record, (parent, step) => parent is null ? null : Follow(parent, step).Select(found => found.Node).FirstOrDefault())
        as JsonObject;

    private static bool IsChoice(string name, string? choice) =>
        choice is not null && name.Length > choice.Length && name.StartsWith(choice, StringComparison.Ordinal) && char.IsAsciiLetterUpper(name[choice.Length]);
}
