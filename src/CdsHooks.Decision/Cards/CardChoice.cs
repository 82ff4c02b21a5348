using CdsHooks.Decision.Protocol;

namespace CdsHooks.Decision.Cards;

/// <summary>The card that the decision table chose.</summary>
/// <param name="RowId">The row that matched.</param>
/// <param name="Card">The card.</param>
/// <param name="Indicator">Its indicator, lowered where the row says so.</param>
public sealed record CardChoice(string RowId, CardDefinition Card, CardIndicator Indicator);
