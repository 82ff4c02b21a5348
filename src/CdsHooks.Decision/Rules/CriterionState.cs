using CdsHooks.Decision.Evidence;

namespace CdsHooks.Decision.Rules;

/// <summary>A criterion's finding, and the records that counted for it (other criteria may ask when they were).</summary>
internal sealed record CriterionState(Finding Finding, IReadOnlyList<EvidenceRecord> Counted);
