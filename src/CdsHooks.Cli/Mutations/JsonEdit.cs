using System.Text.Json.Nodes;

namespace CdsHooks.Cli.Mutations;

/// <summary>Edits JSON elements in place.</summary>
internal static class JsonEdit
{
    /// <summary>Removes an element, and its list or extension when that becomes empty, since FHIR allows no empty ones.</summary>
    public static void Remove(JsonNode node)
    {
        switch (node.Parent)
        {
            case JsonArray { Count: 1, Parent: JsonObject { Count: 2 } extension } when extension.ContainsKey("url"):
                Remove(extension);
                break;
            case JsonArray { Count: 1 } list:
                Remove(list);
                break;
            case JsonArray list:
                list.Remove(node);
                break;
            case JsonObject holder:
                holder.Remove(node.GetPropertyName());
                break;
        }
    }

    /// <summary>Creates an edit that sets a member of an element.</summary>
    public static Action<JsonNode> Set(string member, JsonNode value) => node => node[member] = value.DeepClone();

    /// <summary>Exchanges an item with the one after it.</summary>
    public static void ExchangeWithNext(JsonNode node)
    {
        var list = (JsonArray)node.Parent!;
        var index = node.GetElementIndex();
        var next = list[index + 1];
        list.RemoveAt(index + 1);
        list.Insert(index, next);
    }
}
