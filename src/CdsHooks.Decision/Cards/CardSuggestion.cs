using System.Text.Json;

namespace CdsHooks.Decision.Cards;

/// <summary>An order that a card may suggest.</summary>
/// <param name="Label">The text of the button, plain.</param>
/// <param name="Description">The order in words, plain; also its note.</param>
/// <param name="Definition">Canonical URL of the ActivityDefinition.</param>
/// <param name="Code">The ActivityDefinition's <c>code</c>, a CodeableConcept.</param>
/// <param name="BodySites">The ActivityDefinition's <c>bodySite</c>, an array of CodeableConcept; null when it has none.</param>
/// <param name="Conditions">All of these must hold for it to be offered.</param>
/// <param name="UnlessOrdered">Index of the value set of orders that make it superfluous; null when nothing does.</param>
/// <param name="ReasonFrom">The criterion whose Condition becomes the order's reason; null for none.</param>
public sealed record CardSuggestion(
    CardText Label,
    CardText Description,
    string Definition,
    JsonElement Code,
    JsonElement? BodySites,
    IReadOnlyList<CardCondition> Conditions,
    int? UnlessOrdered,
    string? ReasonFrom);
