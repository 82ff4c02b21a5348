using System.Text.Json;
using System.Text.Json.Nodes;
using CdsHooks.Decision.Plan;
using Hl7.Fhir.Serialization;

namespace CdsHooks.Cli.Mutations;

/// <summary>
/// An element of a resource and the name of its place. An item of a list is labelled by its own content (id, name, code) where
/// possible, so that places stay the same when other items are inserted before it.
/// </summary>
/// <param name="Resource">The resource.</param>
/// <param name="Node">The element.</param>
/// <param name="Place">The place, e.g. <c>PlanDefinition/lumbar-fusion.action[adult].extension[minYears]</c>.</param>
/// <param name="Steps">The path from the root.</param>
internal sealed record PlacedNode(KnowledgeResource Resource, JsonNode Node, string Place, IReadOnlyList<JsonStep> Steps)
{
    private static readonly string[] Parts = ["criterion", "input", "row", "card", "cards", "suggestion"];

    /// <summary>Gets the last segment of an extension's URL; empty for other elements.</summary>
    public string Url => (Text("url") ?? string.Empty).Split('/')[^1];

    public static PlacedNode RootOf(KnowledgeResource resource)
    {
        var node = JsonNode.Parse(resource.Resource.ToJson())!;
        return new PlacedNode(resource, node, $"{resource.ResourceType}/{resource.Id}", []);
    }

    /// <summary>Gets a string member; null when there is none.</summary>
    public string? Text(string name) =>
        Node is JsonObject json && json[name] is JsonValue value && value.GetValueKind() is JsonValueKind.String ? value.GetValue<string>() : null;

    /// <summary>Gets a member; null when there is none.</summary>
    public PlacedNode? Member(string name) =>
        Node is JsonObject json && json[name] is { } member ? new PlacedNode(Resource, member, $"{Place}.{name}", [.. Steps, JsonStep.To(name)]) : null;

    /// <summary>Gets the items of a list member; empty when there is none.</summary>
    public IReadOnlyList<PlacedNode> Items(string name)
    {
        if (Node is not JsonObject json || json[name] is not JsonArray items)
        {
            return [];
        }

        var labels = PlaceLabels.Of(items);
        // An id identifies an action within the resource: the path to it is left out.
        return [.. items.Select((item, index) => new PlacedNode(
            Resource,
            item!,
            $"{(item is JsonObject { } holder && holder.ContainsKey("id") ? RootPlace : Place)}.{name}[{labels[index]}]",
            [.. Steps, JsonStep.To(name), JsonStep.To(index)]))];
    }

    /// <summary>Lists the extensions with a name, the last segment of their URL.</summary>
    public IEnumerable<PlacedNode> Extensions(string url) => Items("extension").Where(extension => string.Equals(extension.Url, url, StringComparison.Ordinal));

    /// <summary>Gets the extension that contains the rules of an action or an input; its place is that of the action or input.</summary>
    public PlacedNode? Part() => Items("extension").FirstOrDefault(extension => Parts.Contains(extension.Url, StringComparer.Ordinal)) is { } part ? part with { Place = Place } : null;

    /// <summary>Gets the code in a sub-extension; null when there is none.</summary>
    public string? Code(string url) => Extensions(url).Select(extension => extension.Text("valueCode")).FirstOrDefault();

    /// <summary>Creates a mutation of this element.</summary>
    public Mutation Mutate(MutationKind kind, string change, Action<JsonNode> edit) => new(Resource, kind, Place, change, Steps, edit);

    /// <summary>Creates the mutation that removes this element.</summary>
    public Mutation Remove(MutationKind kind) => Mutate(kind, "removed", JsonEdit.Remove);

    private string RootPlace => $"{Resource.ResourceType}/{Resource.Id}";
}

/// <summary>One step of a path in JSON: to a member by name, or to an item by index.</summary>
internal readonly record struct JsonStep(string? Name, int Index)
{
    public static JsonStep To(string name) => new(name, 0);

    public static JsonStep To(int index) => new(null, index);

    public JsonNode? Of(JsonNode node) => Name is null ? node[Index] : node[Name];
}
