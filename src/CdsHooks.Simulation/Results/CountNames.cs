namespace CdsHooks.Simulation.Results;

/// <summary>The first words of the keys of counts, and what follows them.</summary>
internal static class CountNames
{
    /// <summary>Patients; nothing follows.</summary>
    public const string Patients = "patients";

    /// <summary>Resources; nothing follows.</summary>
    public const string Resources = "resources";

    /// <summary>Patients with a call; nothing follows.</summary>
    public const string PatientsWithCalls = "patients-with-calls";

    /// <summary>Calls: origin.</summary>
    public const string Calls = "calls";

    /// <summary>The origin of a recorded decision.</summary>
    public const string Recorded = "recorded";

    /// <summary>Orders that were not judged: reason.</summary>
    public const string NotJudged = "not-judged";

    /// <summary>Calls: side, kind of card, indicator.</summary>
    public const string Card = "card";

    /// <summary>Calls: side, row.</summary>
    public const string Row = "row";

    /// <summary>Calls: side, criterion, result, reason.</summary>
    public const string Criterion = "criterion";

    /// <summary>Calls whose outcome flips: outcome under the served rules, outcome under the candidate.</summary>
    public const string Flip = "flip";

    /// <summary>Calls in which a criterion turns: criterion, result and reason under the served rules, the same under the candidate.</summary>
    public const string Turn = "turn";

    /// <summary>Calls: parameter, value, kind of card, indicator.</summary>
    public const string Sweep = "sweep";

    /// <summary>Calls: parameter, value, criterion, result.</summary>
    public const string SweepCriterion = "sweep-criterion";

    /// <summary>Calls by the telling value behind a criterion: criterion, kind of figure, unit, value.</summary>
    public const string Value = "value";

    /// <summary>Calls: FHIR type, outcome of the retrieval.</summary>
    public const string Set = "set";

    /// <summary>Calls with a resource that no value set knows: FHIR type, system, code, display.</summary>
    public const string UnknownCode = "unknown-code";

    /// <summary>Calls with a diagnosis, an observation or a procedure that has no code of a system that the rules know: FHIR type.</summary>
    public const string Uncoded = "uncoded";

    /// <summary>The word for a call without a card.</summary>
    public const string NoCard = Decision.Comparison.JudgedCall.NoCard;

    /// <summary>The word for a call whose orders the plan is not about.</summary>
    public const string NotCovered = Decision.Comparison.JudgedCall.NotCovered;

    /// <summary>The side of the rules in force.</summary>
    public const string Served = "served";

    /// <summary>The side of the candidate.</summary>
    public const string Candidate = "candidate";
}
