using CdsHooks.Decision.Hooks;

namespace CdsHooks.Decision.Cards;

/// <summary>What the decision table chose.</summary>
/// <param name="Row">The first row whose conditions all hold.</param>
/// <param name="Indicator">The card's indicator, lowered where the row says so; null exactly when the row shows no card.</param>
public sealed record CardChoice(CardRow Row, CardIndicator? Indicator);
