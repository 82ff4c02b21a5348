using System.Text.Json;
using System.Text.Json.Nodes;
using CdsHooks.Decision.Plan;
using Hl7.Fhir.Serialization;

namespace CdsHooks.Cli.Mutations;

/// <summary>
/// An element of a resource and the name of its place. An item of a list is called by what it says of itself (id, name, code) where it
/// says anything, so that places stay the same when something else is put before them.
/// </summary>
/// <param name="Resource">The resource.</param>
/// <param name="Node">The element.</param>
/// <param name="Place">The place, e.g. <c>PlanDefinition/lumbar-fusion.action[adult].extension[minYears]</c>.</param>
/// <param name="Steps">The way from the root.</param>
internal sealed record PlacedNode(KnowledgeResource Resource, JsonNode Node, string Place, IReadOnlyList<JsonStep> Steps)
{
    private static readonly string[] Parts = ["criterion", "input", "row", "card", "cards", "suggestion"];

    /// <summary>Gets the last part of an extension's URL; empty for anything else.</summary>
    public string Url => (Text("url") ?? string.Empty).Split('/')[^1];

    public static PlacedNode RootOf(KnowledgeResource resource)
    {
        var node = JsonNode.Parse(resource.Resource.ToJson())!;
        return new PlacedNode(resource, node, $"{resource.ResourceType}/{resource.Id}", []);
    }

    /// <summary>Gets a member that is a text; null when there is none.</summary>
    public string? Text(string name) =>
        Node is JsonObject json && json[name] is JsonValue value && value.GetValueKind() is JsonValueKind.String ? value.GetValue<string>() : null;

    /// <summary>Steps to a member; null when there is none.</summary>
    public PlacedNode? Member(string name) =>
        Node is JsonObject json && json[name] is { } member ? new PlacedNode(Resource, member, $"{Place}.{name}", [.. Steps, JsonStep.To(name)]) : null;

    /// <summary>Steps to the items of a member that is a list; none when there is no such list.</summary>
    public IReadOnlyList<PlacedNode> Items(string name)
    {
        if (Node is not JsonObject json || json[name] is not JsonArray items)
        {
            return [];
        }

        var labels = PlaceLabels.Of(items);
        // An id names an action wherever it stands: what leads to it is left out.
        return [.. items.Select((item, index) => new PlacedNode(
            Resource,
            item!,
            $"{(item is JsonObject { } holder && holder.ContainsKey("id") ? RootPlace : Place)}.{name}[{labels[index]}]",
            [.. Steps, JsonStep.To(name), JsonStep.To(index)]))];
    }

    /// <summary>Lists the extensions with a name: the last part of the URL.</summary>
    public IEnumerable<PlacedNode> Extensions(string url) => Items("extension").Where(extension => string.Equals(extension.Url, url, StringComparison.Ordinal));

    /// <summary>Steps to the extension in which an action or an input holds its part of the rules; it is called by the place of what holds it.</summary>
    public PlacedNode? Part() => Items("extension").FirstOrDefault(extension => Parts.Contains(extension.Url, StringComparer.Ordinal)) is { } part ? part with { Place = Place } : null;

    /// <summary>Gets the code that a sub-extension holds; null when there is none.</summary>
    public string? Code(string url) => Extensions(url).Select(extension => extension.Text("valueCode")).FirstOrDefault();

    /// <summary>A change of this element.</summary>
    public Mutation Mutate(MutationKind kind, string change, Action<JsonNode> edit) => new(Resource, kind, Place, change, Steps, edit);

    /// <summary>The change that takes this element out.</summary>
    public Mutation Remove(MutationKind kind) => Mutate(kind, "removed", JsonEdit.Remove);

    private string RootPlace => $"{Resource.ResourceType}/{Resource.Id}";
}
