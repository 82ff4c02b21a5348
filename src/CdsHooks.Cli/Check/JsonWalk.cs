using System.Text.Json;

namespace CdsHooks.Cli.Check;

/// <summary>Walks through every element of a request.</summary>
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
}
