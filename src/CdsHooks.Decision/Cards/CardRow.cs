using CdsHooks.Decision.Hooks;

namespace CdsHooks.Decision.Cards;

/// <summary>One row of the decision table, in force under the parameters.</summary>
/// <param name="Id">The row's id, e.g. <c>D2c</c>.</param>
/// <param name="Conditions">All of these must hold for the row to match; none means always.</param>
/// <param name="Card">The card to show; null for none.</param>
/// <param name="Indicator">The card's indicator before it is lowered; null exactly when there is no card.</param>
/// <param name="Lowered">What may lower the indicator.</param>
public sealed record CardRow(
    string Id,
    IReadOnlyList<CardCondition> Conditions,
    CardDefinition? Card,
    CardIndicator? Indicator,
    IReadOnlyList<CardLowering> Lowered);
