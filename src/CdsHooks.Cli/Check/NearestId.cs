using CdsHooks.Fhir;
using Hl7.Fhir.Model;

namespace CdsHooks.Cli.Check;

/// <summary>Names the place that a FHIRPath points at by the nearest id above it: a person looks for ids, not for counted brackets.</summary>
internal static class NearestId
{
    /// <summary>Finds the id.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="location">A FHIRPath such as <c>PlanDefinition.action[1].action[3].input[0]</c>.</param>
    /// <returns>The id; null when nothing on the way has one but the resource itself.</returns>
    public static string? Of(LocatedResource resource, string location) =>
        resource.Along(location).OfType<Element>().Select(part => part.ElementId).LastOrDefault(id => id is not null);
}
