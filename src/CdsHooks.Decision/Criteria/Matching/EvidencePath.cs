using CdsHooks.Decision.Evidence;
using CdsHooks.Fhir.Reading;
using CdsHooks.Fhir.Terminology;

namespace CdsHooks.Decision.Criteria.Matching;

/// <summary>The coded element of a record that a filter reads.</summary>
internal enum EvidencePath
{
    Code,
    Value,
    Reason,
    Category,
    Participant,
}

/// <summary>Reads the elements of <see cref="EvidencePath"/>.</summary>
internal static class EvidencePaths
{
    /// <summary>Gets the value sets of the element in a record.</summary>
    public static ValueSetBits Of(this EvidencePath path, EvidenceRecord record) => path switch
    {
        EvidencePath.Code => record.Codes,
        EvidencePath.Value => record switch
        {
            ObservationRecord observation => observation.Values,
            ReportRecord report => report.Values,
            _ => default,
        },
        EvidencePath.Reason => record.Reasons,
        EvidencePath.Category => (record as CareRecord)?.Categories ?? default,
        EvidencePath.Participant => PerformersOf(record).Roles,
        _ => throw new ArgumentOutOfRangeException(nameof(path)),
    };

    /// <summary>Gets the part of a resource that contains the element.</summary>
    public static ElementParts Part(this EvidencePath path) => path switch
    {
        EvidencePath.Value => ElementParts.Value,
        EvidencePath.Reason => ElementParts.Reason,
        EvidencePath.Category or EvidencePath.Participant => ElementParts.Detail,
        _ => ElementParts.Code,
    };

    public static Performers PerformersOf(EvidenceRecord record) => record switch
    {
        CareRecord care => care.Performers,
        ObservationRecord observation => observation.Performers,
        _ => default,
    };
}
