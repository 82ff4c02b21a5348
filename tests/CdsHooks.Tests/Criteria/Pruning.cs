using System.Text.Json.Nodes;

namespace CdsHooks.Tests.Criteria;

/// <summary>Lets builders of resources write lists of any length.</summary>
internal static class Pruning
{
    /// <summary>Takes out empty lists, which FHIR does not know.</summary>
    public static JsonObject WithoutEmptyLists(this JsonObject json)
    {
        foreach (var (name, value) in json.ToList())
        {
            if (value is JsonArray { Count: 0 })
            {
                json.Remove(name);
            }

            foreach (var item in (value as JsonArray)?.OfType<JsonObject>() ?? [])
            {
                item.WithoutEmptyLists();
            }

            (value as JsonObject)?.WithoutEmptyLists();
        }

        return json;
    }
}
