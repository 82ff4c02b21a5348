using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Hooks;

namespace CdsHooks.Decision.Cards;

/// <summary>A kind of card: its texts and suggestions, as the plan has them and in force under the parameters.</summary>
/// <param name="Id">The kind, sent as <c>source.topic.code</c>: letters and digits, at most 100.</param>
/// <param name="Display">The kind in words.</param>
/// <param name="Summary">The summary where none of <paramref name="Summaries"/> applies.</param>
/// <param name="Summaries">The summaries by cause: the first whose conditions hold is shown. Each has at most 139 UTF-16 units whatever it takes in.</param>
/// <param name="Lines">The lines of the detail, in order.</param>
/// <param name="Suggestions">What it may suggest, in order.</param>
/// <param name="OverrideReasons">The reasons offered for not following it; empty for none.</param>
/// <param name="Citations">Its sources.</param>
public sealed record CardDefinition(
    string Id,
    string Display,
    CardText Summary,
    IReadOnlyList<CardSummary> Summaries,
    IReadOnlyList<CardLine> Lines,
    IReadOnlyList<CardSuggestion> Suggestions,
    IReadOnlyList<OverrideReason> OverrideReasons,
    IReadOnlyList<CardCitation> Citations)
{
    /// <summary>Finds the summary for an assessment.</summary>
    /// <param name="assessment">The assessment that led to this card.</param>
    /// <returns>The first summary whose conditions all hold, else the card's title.</returns>
    public CardText SummaryFor(Assessment assessment) =>
        Summaries.FirstOrDefault(summary => CardCondition.AllHold(summary.Conditions, assessment))?.Text ?? Summary;
}
