using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Evidence;

namespace CdsHooks.Decision.Criteria;

/// <summary>What the newest values of one group say.</summary>
internal sealed record MeasureGroup(
    CriterionResult Result,
    Reason Reason,
    IReadOnlyList<EvidenceItem> Items,
    IReadOnlyList<EvidenceRecord> Records,
    FindingFacts Facts);
