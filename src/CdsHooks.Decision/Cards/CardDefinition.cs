using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Hooks;
using Hl7.Fhir.Model;

namespace CdsHooks.Decision.Cards;

/// <summary>A kind of card: its texts and suggestions from the plan that are enabled by the parameters.</summary>
/// <param name="Id">The kind, sent as <c>source.topic.code</c>: letters and digits, at most 100.</param>
/// <param name="Display">The display of the kind.</param>
/// <param name="Summary">The summary where none of <paramref name="Summaries"/> applies.</param>
/// <param name="Summaries">The summaries by cause: the first whose conditions hold is shown. Each has at most 139 UTF-16 units with its longest inserts.</param>
/// <param name="Lines">The lines of the detail, in order.</param>
/// <param name="Suggestions">The possible suggestions, in order.</param>
/// <param name="OverrideReasons">The reasons offered for not following it; empty for none.</param>
/// <param name="Citations">The sources.</param>
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
    /// <summary>Gets the first summary whose conditions all hold, else the card's title.</summary>
    public CardText SummaryFor(Assessment assessment) =>
        Summaries.FirstOrDefault(summary => CardCondition.AllHold(summary.Conditions, assessment))?.Text ?? Summary;
}

/// <summary>The summary of a card for one cause.</summary>
/// <param name="Text">The summary, within the limit even with its longest inserts.</param>
/// <param name="Conditions">The conditions that must all hold for it to be shown.</param>
public sealed record CardSummary(CardText Text, IReadOnlyList<CardCondition> Conditions);

/// <summary>One line of a card's detail.</summary>
/// <param name="Text">The line, Markdown.</param>
/// <param name="Conditions">The conditions that must all hold for the line to be shown.</param>
/// <param name="Continues">True when it continues the paragraph of the line before it.</param>
/// <param name="GivesWay">The rank, from 1, in which it is shortened and finally omitted where the detail would be too long; null for never.</param>
public sealed record CardLine(CardText Text, IReadOnlyList<CardCondition> Conditions, bool Continues = false, int? GivesWay = null);

/// <summary>A source of a card.</summary>
/// <param name="Label">The name in texts, such as <c>AANS/CNS 2014, Part 9</c>; empty when it has none.</param>
/// <param name="Markdown">The entry in a list of sources: a link where there is a URL.</param>
/// <param name="Link">The label in a sentence: a link where there is a URL.</param>
public sealed record CardCitation(string Label, string Markdown, string Link);

/// <summary>An order, or a record, that a card can suggest.</summary>
/// <param name="Label">The text of the button, plain.</param>
/// <param name="Description">The description of the order, plain; also its note.</param>
/// <param name="Definition">The canonical URL of the ActivityDefinition.</param>
/// <param name="Code">The ActivityDefinition's <c>code</c>; must not be changed, since every order of the suggestion shares it.</param>
/// <param name="BodySites">The ActivityDefinition's <c>bodySite</c>, shared likewise; empty when it has none.</param>
/// <param name="Conditions">The conditions that must all hold for it to be offered.</param>
/// <param name="UnlessOrdered">The index of the value set of orders that make it redundant; null for none.</param>
/// <param name="ReasonFrom">The criterion whose Condition becomes the order's reason; null for none.</param>
/// <param name="IsRecord">True when it creates an Observation that states its code, instead of an order.</param>
public sealed record CardSuggestion(
    CardText Label,
    CardText Description,
    string Definition,
    CodeableConcept Code,
    IReadOnlyList<CodeableConcept> BodySites,
    IReadOnlyList<CardCondition> Conditions,
    int? UnlessOrdered,
    string? ReasonFrom,
    bool IsRecord = false);
