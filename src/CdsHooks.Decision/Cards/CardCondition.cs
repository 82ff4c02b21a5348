using CdsHooks.Decision.Criteria.Results;

namespace CdsHooks.Decision.Cards;

/// <summary>One <c>when</c> of the plan: a criterion with the results, and optionally the reasons, that satisfy it.</summary>
/// <param name="Criterion">The criterion's id.</param>
/// <param name="Results">The results that satisfy; at least one.</param>
/// <param name="Reasons">The reasons that satisfy; empty for any.</param>
/// <param name="IsFull">True when a duration must also reach the longer of its two limits, false when it must not; null for either.</param>
public sealed record CardCondition(
    string Criterion, IReadOnlyList<CriterionResult> Results, IReadOnlyList<Reason> Reasons, bool? IsFull = null)
{
    /// <summary>True when the criterion has one of the results and reasons; false also for a criterion that is not enabled.</summary>
    public bool Holds(Assessment assessment) =>
        assessment.Find(Criterion) is { } finding
        && Results.Contains(finding.Result)
        && (Reasons.Count == 0 || Reasons.Contains(finding.Reason))
        && (IsFull is null || finding.Facts?.IsFull == IsFull);

    /// <summary>True when all conditions hold, also when there are none.</summary>
    internal static bool AllHold(IReadOnlyList<CardCondition> conditions, Assessment assessment) =>
        conditions.All(condition => condition.Holds(assessment));

    /// <summary>True when this condition holds whenever another one does.</summary>
    internal bool IsImpliedBy(CardCondition other) =>
        string.Equals(Criterion, other.Criterion, StringComparison.Ordinal)
        && other.Results.All(Results.Contains)
        && (IsFull is null || IsFull == other.IsFull)
        && (Reasons.Count == 0 || (other.Reasons.Count > 0 && other.Reasons.All(Reasons.Contains)));
}
