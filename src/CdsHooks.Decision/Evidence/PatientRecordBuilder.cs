using CdsHooks.Fhir.Terminology;

namespace CdsHooks.Decision.Evidence;

/// <summary>Builds the record from the received resources: helpers first, then conditions (other records refer to them), then the rest.</summary>
public static class PatientRecordBuilder
{
    /// <summary>Builds a record.</summary>
    /// <param name="terminology">The value sets.</param>
    /// <param name="patientId">Logical id of the patient; a resource about another patient is left out and counted.</param>
    /// <param name="orders">The draft orders of the call; read again only where the sets may say more about them.</param>
    /// <param name="sets">The sets as received; a kind that is not among them is <see cref="RetrievalOutcome.NotRequested"/>.</param>
    /// <param name="now">
    /// The present in the site's time zone: an instant that has passed lies on today at the latest, whatever day its own offset makes
    /// it. Null where days alone are compared.
    /// </param>
    /// <returns>The record. It keeps nothing of the received bytes.</returns>
    public static PatientRecord Build(
        TerminologyIndex terminology,
        string patientId,
        OrderRecords orders,
        IReadOnlyList<EvidenceSet> sets,
        DateTimeOffset? now = null)
    {
        var assembly = new RecordAssembly(new RecordContext(terminology, now), patientId);
        assembly.Read(sets);
        return assembly.Finish(orders, sets);
    }
}
