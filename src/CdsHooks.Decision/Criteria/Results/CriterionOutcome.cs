namespace CdsHooks.Decision.Criteria.Results;

/// <summary>One thing a criterion can come to.</summary>
/// <param name="Result">The result.</param>
/// <param name="Reason">Its reason.</param>
public readonly record struct CriterionOutcome(CriterionResult Result, Reason Reason)
{
    /// <summary>Writes the outcome as the golden cases do.</summary>
    /// <returns>E.g. <c>unknown, borderline</c>.</returns>
    public override string ToString() => $"{Result.ToCode()}, {Reason.ToCode()}";

    internal static CriterionOutcome Met(Reason reason = Reason.Documented) => new(CriterionResult.Met, reason);

    internal static CriterionOutcome NotMet(Reason reason) => new(CriterionResult.NotMet, reason);

    internal static CriterionOutcome Unknown(Reason reason) => new(CriterionResult.Unknown, reason);
}
