using System.Text.Json;

namespace CdsHooks.Workbench;

/// <summary>Reads members of foreign JSON that may be missing or of another kind.</summary>
internal static class JsonMembers
{
    /// <summary>Gets the text of a member; null when it is absent, no text, or text that is not valid Unicode.</summary>
    public static string? Text(this JsonElement json, string name)
    {
        if (json.ValueKind is not JsonValueKind.Object || !json.TryGetProperty(name, out var value) || value.ValueKind is not JsonValueKind.String)
        {
            return null;
        }

        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair.
            return null;
        }
    }

    /// <summary>Gets the items of a list; none when it is absent or no list.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement json, string name) =>
        json.ValueKind is JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Array ? value.EnumerateArray() : [];
}
