namespace CdsHooks.Decision.Criteria.Results;

/// <summary>What a criterion says about one patient. On the wire <c>met</c>, <c>not-met</c>, <c>unknown</c>.</summary>
public enum CriterionResult
{
    /// <summary>A qualifying, usable record was found.</summary>
    Met,

    /// <summary>Every needed set was read and nothing qualifies, or there is explicit evidence to the contrary.</summary>
    NotMet,

    /// <summary>It cannot be said: a set could not be read, or what is there is unusable, borderline or contradictory.</summary>
    Unknown,
}
