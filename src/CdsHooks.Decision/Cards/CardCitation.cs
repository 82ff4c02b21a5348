namespace CdsHooks.Decision.Cards;

/// <summary>A source of a card.</summary>
/// <param name="Label">Its name in texts, e.g. <c>AANS/CNS 2014, Part 9</c>; empty when it has none.</param>
/// <param name="Markdown">How a list of sources shows it: a link where there is an address.</param>
/// <param name="Link">The label, as a sentence shows it: a link where there is an address.</param>
public sealed record CardCitation(string Label, string Markdown, string Link);
