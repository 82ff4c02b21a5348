using CdsHooks.Fhir.Terminology;

namespace CdsHooks.Decision.Evidence;

/// <summary>What the records of one kind hold between them, so that an input that cannot match need not look at each.</summary>
/// <param name="Present">The value sets that any coded element of any record is in.</param>
/// <param name="NeedsLook">True when a record's codes do not tell all: malformed, or pointing at what is not in hand.</param>
/// <param name="IsEmpty">True when there is no record.</param>
internal readonly record struct KindHeader(ValueSetBits Present, bool NeedsLook, bool IsEmpty)
{
    public static KindHeader Of(IReadOnlyList<EvidenceRecord> records)
    {
        ValueSetBits present = default;
        var needsLook = false;
        for (var index = 0; index < records.Count; index++)
        {
            var record = records[index];
            present |= record.AllCodes;
            needsLook |= record.IsMalformed || record.Code.IsUnreadable || record.Reason.IsUnreadable;
        }

        return new KindHeader(present, needsLook, records.Count == 0);
    }
}
