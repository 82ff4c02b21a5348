namespace CdsHooks.Decision.Criteria.Results;

/// <summary>One criterion's result with its reason and evidence.</summary>
/// <param name="Id">The criterion's id, e.g. <c>physical-therapy</c>.</param>
/// <param name="Result">Met, not met or unknown.</param>
/// <param name="Reason">Why.</param>
/// <param name="Evidence">The records it rests on, newest first, what an order says itself last; empty when there are none.</param>
/// <param name="Facts">The figures behind it; null when there are none.</param>
public sealed record Finding(
    string Id,
    CriterionResult Result,
    Reason Reason,
    IReadOnlyList<EvidenceItem> Evidence,
    FindingFacts? Facts = null);
