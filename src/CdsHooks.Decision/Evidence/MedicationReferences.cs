using CdsHooks.Fhir;
using Hl7.Fhir.Model;

namespace CdsHooks.Decision.Evidence;

/// <summary>Finds the Medications that drug orders and statements reference but that were not received.</summary>
public static class MedicationReferences
{
    /// <summary>Determines whether any referenced Medication is missing.</summary>
    /// <param name="sets">The evidence received so far.</param>
    /// <returns>True when a drug order or statement references a Medication, on any server, that was not received.</returns>
    public static bool AnyIn(IReadOnlyList<EvidenceSet> sets) => Missing(sets, server: null).Count > 0;

    /// <summary>Lists the ids of the Medications to fetch.</summary>
    /// <param name="sets">The evidence received so far.</param>
    /// <param name="server">The base URL, ending with a slash, that absolute references must start with.</param>
    /// <returns>The distinct ids, in the order found.</returns>
    public static IReadOnlyList<string> Unresolved(IReadOnlyList<EvidenceSet> sets, Uri server) => Missing(sets, server);

    private static List<string> Missing(IReadOnlyList<EvidenceSet> sets, Uri? server)
    {
        List<string> wanted = [];

        // A search of the bytes rules out most resources without parsing them.
        foreach (var resource in Containing(sets, "\"medicationReference\""u8.ToArray()))
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

        var received = Containing(sets, "\"Medication\""u8.ToArray()).OfType<Medication>().Select(medication => medication.Id).ToHashSet(StringComparer.Ordinal);
        return [.. wanted.Distinct(StringComparer.Ordinal).Where(id => !received.Contains(id))];
    }

    private static IEnumerable<Resource> Containing(IReadOnlyList<EvidenceSet> sets, byte[] text) =>
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
