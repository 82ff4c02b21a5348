using System.Text.Json;
using CdsHooks.Decision.Rules;
using CdsHooks.Fhir;

namespace CdsHooks.Cli.Check;

/// <summary>Walks through every element of a resource.</summary>
internal static class JsonWalk
{
    /// <summary>Lists the elements below and including this one, in the order of the file.</summary>
    public static IEnumerable<JsonElement> Elements(JsonElement json)
    {
        yield return json;
        var children = json.ValueKind switch
        {
            JsonValueKind.Object => json.EnumerateObject().Select(member => member.Value),
            JsonValueKind.Array => json.EnumerateArray().AsEnumerable(),
            _ => [],
        };
        foreach (var element in children.SelectMany(Elements))
        {
            yield return element;
        }
    }

    /// <summary>Lists every text in a resource.</summary>
    public static IEnumerable<string> Texts(KnowledgeResource resource) => Elements(resource.Resource.Json)
        .Where(element => element.ValueKind is JsonValueKind.String)
        .Select(element => element.GetString() ?? string.Empty);

    /// <summary>Lists every extension in a resource, with its URL.</summary>
    public static IEnumerable<(FhirNode Node, string Url)> Extensions(KnowledgeResource resource) => Elements(resource.Resource.Json)
        .Where(element => element.ValueKind is JsonValueKind.Object)
        .SelectMany(element => Items(element, "extension"u8).Concat(Items(element, "modifierExtension"u8)))
        .Where(extension => extension.ValueKind is JsonValueKind.Object
            && extension.TryGetProperty("url"u8, out var url) && url.ValueKind is JsonValueKind.String)
        .Select(extension => (new FhirNode(resource.Resource, extension), extension.GetProperty("url"u8).GetString() ?? string.Empty));

    private static JsonElement.ArrayEnumerator Items(JsonElement element, ReadOnlySpan<byte> name) =>
        element.TryGetProperty(name, out var items) && items.ValueKind is JsonValueKind.Array ? items.EnumerateArray() : default;
}
