namespace CdsHooks.Decision.Cards;

/// <summary>One line of a card's detail.</summary>
/// <param name="Text">The line, Markdown.</param>
/// <param name="Conditions">All of these must hold for the line to stand.</param>
public sealed record CardLine(CardText Text, IReadOnlyList<CardCondition> Conditions);
