using System.Text.Json;
using CdsHooks.Fhir;
using CdsHooks.Fhir.Resources;

namespace CdsHooks.Decision.Evidence;

/// <summary>Finds the Medications that drug orders and statements point at and that did not come with them.</summary>
public static class MedicationReferences
{
    /// <summary>Says whether there is anything to be read.</summary>
    /// <param name="sets">The evidence in hand.</param>
    /// <returns>True when a drug that is not coded in place is not in hand either, wherever it is.</returns>
    public static bool AnyIn(IReadOnlyList<EvidenceSet> sets) => Missing(sets, server: null).Count > 0;

    /// <summary>Lists the ids of Medications to be read.</summary>
    /// <param name="sets">The evidence in hand.</param>
    /// <param name="server">The base address that absolute references must lie below, ending with a slash.</param>
    /// <returns>The distinct ids, in the order met. A drug that is coded in place needs none.</returns>
    public static IReadOnlyList<string> Unresolved(IReadOnlyList<EvidenceSet> sets, Uri server)
    {
        ArgumentNullException.ThrowIfNull(server);
        return Missing(sets, server);
    }

    private static List<string> Missing(IReadOnlyList<EvidenceSet> sets, Uri? server)
    {
        ArgumentNullException.ThrowIfNull(sets);
        List<string> wanted = [];

        // Most slices are about neither, and the bytes tell so without a parse.
        foreach (var slice in sets.SelectMany(set => set.Resources).Where(slice => slice.Json.Span.IndexOf("\"medicationReference\""u8) >= 0))
        {
            using var document = JsonDocument.Parse(slice.Json);
            var resource = FhirResource.Of(document.RootElement, slice.FullUrl);
            if (resource.ResourceType is "MedicationRequest" && new MedicationRequest(resource) is var request && IsUncoded(request.Medication))
            {
                Add(wanted, request.MedicationReference, server);
            }
            else if (resource.ResourceType is "MedicationStatement" && new MedicationStatement(resource) is var statement && IsUncoded(statement.Medication))
            {
                Add(wanted, statement.MedicationReference, server);
            }
        }

        if (wanted.Count == 0)
        {
            return wanted;
        }

        var inHand = InHand(sets);
        return [.. wanted.Distinct(StringComparer.Ordinal).Where(id => !inHand.Contains(id))];
    }

    private static HashSet<string> InHand(IReadOnlyList<EvidenceSet> sets)
    {
        HashSet<string> ids = new(StringComparer.Ordinal);
        foreach (var slice in sets.SelectMany(set => set.Resources).Where(slice => slice.Json.Span.IndexOf("\"Medication\""u8) >= 0))
        {
            using var document = JsonDocument.Parse(slice.Json);
            if (FhirResource.Of(document.RootElement, slice.FullUrl) is { ResourceType: "Medication", Id: { } id })
            {
                ids.Add(id);
            }
        }

        return ids;
    }

    private static bool IsUncoded(CodeableConcept concept) => concept.Codings.IsEmpty;

    private static void Add(List<string> wanted, Reference reference, Uri? server)
    {
        if (reference.Value is not { Length: > 0 } value || value[0] is '#' || !ReferenceKey.TryParse(value, out var key) || key.Type is not "Medication")
        {
            return;
        }

        var isElsewhere = server is not null && Uri.TryCreate(value, UriKind.Absolute, out _) && !value.StartsWith(server.AbsoluteUri, StringComparison.Ordinal);
        if (!isElsewhere)
        {
            wanted.Add(key.Id);
        }
    }
}
