using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using CdsHooks.Fhir;
using CdsHooks.Fhir.Resources;

namespace CdsHooks.Decision.Evidence;

/// <summary>Finds the Medications that drug orders and statements point at and that did not come with them.</summary>
public static class MedicationReferences
{
    /// <summary>Lists the ids of Medications to be read.</summary>
    /// <param name="sets">The evidence in hand.</param>
    /// <param name="server">The base address that absolute references must lie below, ending with a slash.</param>
    /// <returns>The distinct ids, in the order met. A drug that is coded in place needs none.</returns>
    public static IReadOnlyList<string> Unresolved(IReadOnlyList<EvidenceSet> sets, Uri server)
    {
        ArgumentNullException.ThrowIfNull(sets);
        ArgumentNullException.ThrowIfNull(server);
        HashSet<string> inHand = new(StringComparer.Ordinal);
        List<string> wanted = [];
        foreach (var slice in sets.SelectMany(set => set.Resources))
        {
            using var document = JsonDocument.Parse(slice.Json);
            var resource = FhirResource.Of(document.RootElement, slice.FullUrl);
            if (resource is { ResourceType: "Medication", Id: { } id })
            {
                inHand.Add(id);
            }
            else if (resource.ResourceType is "MedicationRequest" && new MedicationRequest(resource) is var request && IsUncoded(request.Medication))
            {
                Add(wanted, request.MedicationReference, server);
            }
            else if (resource.ResourceType is "MedicationStatement" && new MedicationStatement(resource) is var statement && IsUncoded(statement.Medication))
            {
                Add(wanted, statement.MedicationReference, server);
            }
        }

        return [.. wanted.Distinct(StringComparer.Ordinal).Where(id => !inHand.Contains(id))];
    }

    private static bool IsUncoded(CodeableConcept concept) => concept.Codings.IsEmpty;

    [SuppressMessage("Design", "CA1054:URI-like parameters should not be strings", Justification = "A FHIR reference.")]
    private static void Add(List<string> wanted, Reference reference, Uri server)
    {
        if (reference.Value is not { Length: > 0 } value || value[0] is '#' || !ReferenceKey.TryParse(value, out var key) || key.Type is not "Medication")
        {
            return;
        }

        var isElsewhere = Uri.TryCreate(value, UriKind.Absolute, out _) && !value.StartsWith(server.AbsoluteUri, StringComparison.Ordinal);
        if (!isElsewhere)
        {
            wanted.Add(key.Id);
        }
    }
}
