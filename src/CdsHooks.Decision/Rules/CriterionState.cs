using CdsHooks.Decision.Evidence;

namespace CdsHooks.Decision.Rules;

/// <summary>A criterion's finding, and the records that counted for it (other criteria may ask when they were), a record of two members of a group perhaps twice.</summary>
internal sealed record CriterionState(Finding Finding, IEnumerable<EvidenceRecord> Counted);
