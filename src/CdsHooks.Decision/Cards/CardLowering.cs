using CdsHooks.Decision.Hooks;

namespace CdsHooks.Decision.Cards;

/// <summary>Circumstances under which a card's indicator is at most the one given.</summary>
/// <param name="Indicator">The highest indicator left.</param>
/// <param name="Conditions">All of these must hold; at least one.</param>
public sealed record CardLowering(CardIndicator Indicator, IReadOnlyList<CardCondition> Conditions);
