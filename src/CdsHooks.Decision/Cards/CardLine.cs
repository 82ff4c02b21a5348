namespace CdsHooks.Decision.Cards;

/// <summary>One line of a card's detail.</summary>
/// <param name="Text">The line, Markdown.</param>
/// <param name="Conditions">All of these must hold for the line to be shown.</param>
/// <param name="Continues">Whether it goes on with the paragraph of the line before it, as its next sentence.</param>
/// <param name="GivesWay">The rank, from 1, in which the line is shortened and at last left out where the detail would grow too long; null for never.</param>
public sealed record CardLine(CardText Text, IReadOnlyList<CardCondition> Conditions, bool Continues = false, int? GivesWay = null);
