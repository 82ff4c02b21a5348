using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CdsHooks.Service.Pages.Sandbox;

/// <summary>Reads JSON that people or servers give as objects that can be edited. A member that stands twice is an error, at once and not when it is looked at.</summary>
internal static class StrictJson
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Reads an object.</summary>
    /// <returns>The object; null when the text is none.</returns>
    public static JsonObject? Object(string json) => Object(Encoding.UTF8.GetBytes(json));

    /// <summary>Reads an object.</summary>
    /// <returns>The object; null when the bytes are none.</returns>
    public static JsonObject? Object(ReadOnlySpan<byte> json)
    {
        try
        {
            var read = JsonNode.Parse(json, documentOptions: Strict) as JsonObject;

            // Half of a surrogate pair can be read, and not written again.
            using var writer = new Utf8JsonWriter(Stream.Null);
            read?.WriteTo(writer);
            return read;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Gets a member of an object; null when it is no object, or has no such member.</summary>
    public static JsonNode? Member(this JsonNode? node, string name) => (node as JsonObject)?[name];

    /// <summary>Gets the objects in a list; none when it is no list.</summary>
    public static IEnumerable<JsonObject> Objects(this JsonNode? node) => (node as JsonArray ?? []).OfType<JsonObject>();

    /// <summary>Gets a text; null when it is none, or empty.</summary>
    public static string? Text(this JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 ? text : null;
}
