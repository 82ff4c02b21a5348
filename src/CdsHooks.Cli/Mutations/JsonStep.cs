using System.Text.Json.Nodes;

namespace CdsHooks.Cli.Mutations;

/// <summary>One step down in JSON: to a member by its name, or to an item by its index.</summary>
internal readonly record struct JsonStep(string? Name, int Index)
{
    public static JsonStep To(string name) => new(name, 0);

    public static JsonStep To(int index) => new(null, index);

    public JsonNode? Of(JsonNode node) => Name is null ? node[Index] : node[Name];
}
