namespace CdsHooks.Decision.Criteria.Results;

/// <summary>The result of a criterion for one patient. On the wire: <c>met</c>, <c>not-met</c> or <c>unknown</c>.</summary>
public enum CriterionResult
{
    /// <summary>A qualifying, usable record was found.</summary>
    Met,

    /// <summary>Every needed set was read and nothing qualifies, or there is explicit evidence to the contrary.</summary>
    NotMet,

    /// <summary>A set could not be read, or the evidence is unusable, borderline or contradictory.</summary>
    Unknown,
}

/// <summary>A result of a criterion with its reason.</summary>
public readonly record struct CriterionOutcome(CriterionResult Result, Reason Reason)
{
    /// <summary>Writes the outcome as the golden cases do.</summary>
    /// <returns>E.g. <c>unknown, borderline</c>.</returns>
    public override string ToString() => $"{Result.ToCode()}, {Reason.ToCode()}";

    internal static CriterionOutcome Met(Reason reason = Reason.Documented) => new(CriterionResult.Met, reason);

    internal static CriterionOutcome NotMet(Reason reason) => new(CriterionResult.NotMet, reason);

    internal static CriterionOutcome Unknown(Reason reason) => new(CriterionResult.Unknown, reason);

    /// <summary>Lists the outcomes that are possible.</summary>
    internal static IEnumerable<CriterionOutcome> Of(params IEnumerable<(bool IsPossible, CriterionOutcome Outcome)> outcomes) =>
        outcomes.Where(entry => entry.IsPossible).Select(entry => entry.Outcome);
}
