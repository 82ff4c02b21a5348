namespace CdsHooks.Decision.Criteria.Matching;

/// <summary>Which coded element of a record a filter looks at.</summary>
internal enum EvidencePath
{
    Code,
    Value,
    Reason,
    Category,
    Participant,
}
