using CdsHooks.Decision.Criteria.Results;

namespace CdsHooks.Decision.Cards;

/// <summary>One <c>when</c> of the plan: a criterion with the results, and perhaps the reasons, that satisfy it.</summary>
/// <param name="Criterion">The criterion's id.</param>
/// <param name="Results">The results that satisfy; at least one.</param>
/// <param name="Reasons">The reasons that satisfy; empty for any.</param>
/// <param name="IsFull">Whether a duration must also reach, or must not reach, the longer of its two limits; null for either.</param>
public sealed record CardCondition(
    string Criterion, IReadOnlyList<CriterionResult> Results, IReadOnlyList<Reason> Reasons, bool? IsFull = null)
{
    /// <summary>Says whether an assessment satisfies the condition.</summary>
    /// <param name="assessment">The assessment.</param>
    /// <returns>True when the criterion has one of the results and reasons; false otherwise, also for a criterion that is not enabled.</returns>
    public bool Holds(Assessment assessment)
    {
        return assessment.Find(Criterion) is { } finding
            && Results.Contains(finding.Result)
            && (Reasons.Count == 0 || Reasons.Contains(finding.Reason))
            && (IsFull is null || finding.Facts?.IsFull == IsFull);
    }

    /// <summary>Says whether all conditions hold; none at all always hold.</summary>
    internal static bool AllHold(IReadOnlyList<CardCondition> conditions, Assessment assessment) =>
        conditions.All(condition => condition.Holds(assessment));

    /// <summary>Says whether this condition holds whenever another one does.</summary>
    internal bool IsImpliedBy(CardCondition other) =>
        string.Equals(Criterion, other.Criterion, StringComparison.Ordinal)
        && other.Results.All(Results.Contains)
        && (IsFull is null || IsFull == other.IsFull)
        && (Reasons.Count == 0 || (other.Reasons.Count > 0 && other.Reasons.All(Reasons.Contains)));
}
