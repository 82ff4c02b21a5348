using System.Text.Json;
using CdsHooks.Decision.Evidence;
using CdsHooks.Workbench;

namespace CdsHooks.Simulation.Runs;

/// <summary>Finds the codes in a chart that no value set of the rules has: what may be care that the rules do not see.</summary>
internal static class UnknownCodes
{
    private static readonly string[] OneConcept = ["code", "medicationCodeableConcept", "serviceType"];
    private static readonly string[] SeveralConcepts = ["type", "category"];

    /// <summary>Lists the codes of the resources of a set that no rule reads, each once.</summary>
    /// <param name="set">The set.</param>
    /// <returns>System, code and display; empty texts where there are none.</returns>
    public static IReadOnlySet<(string System, string Code, string Display)> Of(EvidenceSet set)
    {
        HashSet<(string System, string Code, string Display)> found = [];
        foreach (var raw in set.Resources.Where(raw => raw.IsUnused))
        {
            using var json = JsonDocument.Parse(raw.Json);
            foreach (var coding in ConceptsOf(json.RootElement, raw.Kind).SelectMany(concept => concept.Items("coding")))
            {
                if (coding.Text("code") is { Length: > 0 } code)
                {
                    found.Add((coding.Text("system") ?? string.Empty, code, coding.Text("display") ?? string.Empty));
                }
            }
        }

        return found;
    }

    private static IEnumerable<JsonElement> ConceptsOf(JsonElement resource, EvidenceKind? kind)
    {
        foreach (var name in OneConcept)
        {
            if (resource.TryGetProperty(name, out var concept) && concept.ValueKind is JsonValueKind.Object)
            {
                yield return concept;
            }
        }

        if (kind is EvidenceKind.Encounter or EvidenceKind.CarePlan)
        {
            foreach (var concept in SeveralConcepts.SelectMany(name => resource.Items(name)))
            {
                yield return concept;
            }
        }
    }
}
