using System.Text.Json;
using CdsHooks.Fhir;
using CdsHooks.Workbench;

namespace CdsHooks.Simulation.Calls;

/// <summary>Reads the references of a resource.</summary>
internal static class ChartJson
{
    /// <summary>Gets the relative reference to a resource, such as <c>Procedure/1</c>; empty when it has no id.</summary>
    public static string ReferenceTo(JsonElement resource) =>
        resource.Text("resourceType") is { } type && resource.Text("id") is { } id ? $"{type}/{id}" : string.Empty;

    /// <summary>Gets the relative forms of the references in a list.</summary>
    public static IEnumerable<string> References(this JsonElement resource, string name)
    {
        foreach (var item in resource.Items(name))
        {
            if (ReferenceKey.TryParse(item.Text("reference"), out var key))
            {
                yield return $"{key.Type}/{key.Id}";
            }
        }
    }
}
