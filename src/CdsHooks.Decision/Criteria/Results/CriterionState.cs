using CdsHooks.Decision.Evidence;

namespace CdsHooks.Decision.Criteria.Results;

/// <summary>A criterion's finding, and the records that counted for it (other criteria may ask when they were).</summary>
internal sealed record CriterionState(Finding Finding, IReadOnlyList<EvidenceRecord> Counted)
{
    /// <summary>Gets a value indicating whether nothing in hand bears on the criterion and every set was read.</summary>
    public bool IsAbsent { get; init; }

    /// <summary>Gets why a record that may count could not be read, whatever was decided; null when all could.</summary>
    public Reason? Unread { get; init; }
}
