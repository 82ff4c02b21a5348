namespace CdsHooks.Decision.Comparison;

/// <summary>The recorded answer of one set of rules to one call.</summary>
/// <param name="Rules">The rules that answered.</param>
/// <param name="Row">The row of the decision table that matched; empty when the plan was about none of the orders.</param>
/// <param name="CardKind">The kind of the card; null when there was none.</param>
/// <param name="Criteria">The criteria by id; empty when the plan was about none of the orders.</param>
public sealed record JudgedCall(RulesIdentity Rules, string Row, string? CardKind, IReadOnlyDictionary<string, JudgedCriterion> Criteria)
{
    /// <summary>The outcome of a call whose orders the plan is not about.</summary>
    public const string NotCovered = "not covered";

    /// <summary>The outcome of a call that was decided without a card.</summary>
    public const string NoCard = "no card";

    /// <summary>Gets the kind of the card, <see cref="NoCard"/> or <see cref="NotCovered"/>.</summary>
    public string Outcome => CardKind ?? (Row.Length == 0 ? NotCovered : NoCard);
}

/// <summary>The identity of a set of rules.</summary>
/// <param name="Plan">The canonical of the plan, with its version.</param>
/// <param name="SiteParameters">The id of the site parameters, or <c>seed</c>.</param>
/// <param name="Version">The hash of the files; null in a record that does not state it.</param>
public sealed record RulesIdentity(string Plan, string SiteParameters, string? Version);

/// <summary>The recorded result of one criterion.</summary>
/// <param name="Outcome">The result and the reason, such as <c>not-met too-short</c>.</param>
/// <param name="Values">The numbers behind it; empty when there are none.</param>
public sealed record JudgedCriterion(string Outcome, IReadOnlyList<JudgedValue> Values);

/// <summary>A number behind the result of a criterion.</summary>
/// <param name="Kind">The kind of number, such as <c>course</c> or <c>value</c>.</param>
/// <param name="Unit">The UCUM code of its unit; empty when it has none.</param>
/// <param name="Value">The number.</param>
/// <param name="Until">The last day that it is about, in days from the evaluation date; null when it is not known.</param>
public sealed record JudgedValue(string Kind, string Unit, decimal Value, int? Until);
