using Hl7.Fhir.Model;

namespace CdsHooks.Decision.Cards;

/// <summary>An order, or a record, that a card may suggest.</summary>
/// <param name="Label">The text of the button, plain.</param>
/// <param name="Description">The order in words, plain; also its note.</param>
/// <param name="Definition">Canonical URL of the ActivityDefinition.</param>
/// <param name="Code">The ActivityDefinition's <c>code</c>; not to be changed, since every order of the suggestion shares it.</param>
/// <param name="BodySites">The ActivityDefinition's <c>bodySite</c>, shared likewise; empty when it has none.</param>
/// <param name="Conditions">All of these must hold for it to be offered.</param>
/// <param name="UnlessOrdered">Index of the value set of orders that make it superfluous; null when nothing does.</param>
/// <param name="ReasonFrom">The criterion whose Condition becomes the order's reason; null for none.</param>
/// <param name="IsRecord">Whether it creates an Observation that states its code, instead of ordering it.</param>
public sealed record CardSuggestion(
    CardText Label,
    CardText Description,
    string Definition,
    CodeableConcept Code,
    IReadOnlyList<CodeableConcept> BodySites,
    IReadOnlyList<CardCondition> Conditions,
    int? UnlessOrdered,
    string? ReasonFrom,
    bool IsRecord = false);
