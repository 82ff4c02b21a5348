using CdsHooks.Fhir;
using Hl7.Fhir.Model;

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
        return Missing(sets, server);
    }

    private static List<string> Missing(IReadOnlyList<EvidenceSet> sets, Uri? server)
    {
        List<string> wanted = [];

        // Most resources are about neither, and the bytes tell so before they are read.
        foreach (var resource in Holding(sets, "\"medicationReference\""u8.ToArray()))
        {
            var medication = (resource as MedicationRequest)?.Medication ?? (resource as MedicationStatement)?.Medication;
            if (medication is ResourceReference { Reference: { } reference })
            {
                Add(wanted, reference, server);
            }
        }

        if (wanted.Count == 0)
        {
            return wanted;
        }

        var inHand = Holding(sets, "\"Medication\""u8.ToArray()).OfType<Medication>().Select(medication => medication.Id).ToHashSet(StringComparer.Ordinal);
        return [.. wanted.Distinct(StringComparer.Ordinal).Where(id => !inHand.Contains(id))];
    }

    private static IEnumerable<Resource> Holding(IReadOnlyList<EvidenceSet> sets, byte[] text) =>
        sets.SelectMany(set => set.Resources).Where(raw => !raw.IsUnused && raw.Json.Span.IndexOf(text) >= 0).Select(raw => raw.Read().Resource);

    private static void Add(List<string> wanted, string reference, Uri? server)
    {
        if (!ReferenceKey.TryParse(reference, out var key) || key.Type is not "Medication")
        {
            return;
        }

        var isElsewhere = server is not null && Uri.TryCreate(reference, UriKind.Absolute, out _) && !reference.StartsWith(server.AbsoluteUri, StringComparison.Ordinal);
        if (!isElsewhere)
        {
            wanted.Add(key.Id);
        }
    }
}
