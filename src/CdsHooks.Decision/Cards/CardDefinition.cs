using CdsHooks.Decision.Protocol;

namespace CdsHooks.Decision.Cards;

/// <summary>A kind of card: its texts and suggestions, as the plan has them and in force under the parameters.</summary>
/// <param name="Id">The kind, sent as <c>source.topic.code</c>: letters and digits, at most 100.</param>
/// <param name="Display">The kind in words.</param>
/// <param name="Summary">The summary; at most 139 UTF-16 units whatever it takes in.</param>
/// <param name="Lines">The lines of the detail, in order.</param>
/// <param name="Suggestions">What it may suggest, in order.</param>
/// <param name="OverrideReasons">The reasons offered for not following it; empty for none.</param>
/// <param name="Citations">Its sources, Markdown: links where there is an address.</param>
public sealed record CardDefinition(
    string Id,
    string Display,
    CardText Summary,
    IReadOnlyList<CardLine> Lines,
    IReadOnlyList<CardSuggestion> Suggestions,
    IReadOnlyList<OverrideReason> OverrideReasons,
    IReadOnlyList<string> Citations);
