using CdsHooks.Fhir.Terminology;

namespace CdsHooks.Decision.Evidence;

/// <summary>The records of one kind, and what can be said of all of them at once: most inputs find nothing in most charts.</summary>
internal sealed class EvidenceIndex
{
    public EvidenceIndex(List<EvidenceRecord> records)
    {
        Records = records;
        foreach (var record in records)
        {
            Sets |= record.Codes | record.Values | record.Reasons | record.Categories | record.Roles;
            HasDoubtful |= record.HasUnreadableCode || record.HasUnresolvedReason;
        }
    }

    /// <summary>Gets the records, in the order received.</summary>
    public List<EvidenceRecord> Records { get; }

    /// <summary>Gets the value sets that a filter may find in any of the records.</summary>
    public ValueSetBits Sets { get; }

    /// <summary>Gets a value indicating whether a record may be about something that its codes do not say.</summary>
    public bool HasDoubtful { get; }
}
