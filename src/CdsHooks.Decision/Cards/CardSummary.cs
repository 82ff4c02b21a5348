namespace CdsHooks.Decision.Cards;

/// <summary>A summary that a card has for one cause.</summary>
/// <param name="Text">The summary; within the limit whatever it takes in.</param>
/// <param name="Conditions">All of these must hold for it to be shown.</param>
public sealed record CardSummary(CardText Text, IReadOnlyList<CardCondition> Conditions);
