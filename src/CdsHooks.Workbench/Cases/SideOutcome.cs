using CdsHooks.Decision.Hooks;

namespace CdsHooks.Workbench.Cases;

/// <summary>The outcome of a case with one set of rules.</summary>
/// <param name="Judged">The decision; null when the rules could not judge the case.</param>
/// <param name="Issue">The reason why the rules could not judge the case, as a sentence; null when they did.</param>
internal sealed record SideOutcome(JudgedCase? Judged, string? Issue)
{
    /// <summary>Gets the row that decided; null when the rules cover none of the orders.</summary>
    public string? Row => Judged?.Call.Row;

    /// <summary>Gets the card; null for none.</summary>
    public Card? Card => Judged?.Call.Card;

    /// <summary>Gets the id of the card; null for none.</summary>
    public string? CardKind => Card?.Source.Topic?.Code;

    /// <summary>Gets the indicator of the card; null for none.</summary>
    public CardIndicator? Indicator => Card?.Indicator;

    /// <summary>Gets the words of the card and of its suggestions.</summary>
    public IEnumerable<string> Words => Card is not { } card
        ? []
        : (card.Suggestions ?? []).Select(suggestion => suggestion.Label).Prepend(card.Detail ?? string.Empty).Prepend(card.Summary);

    /// <summary>Judges a case.</summary>
    public static SideOutcome Of(CaseJudge judge, CaseRun run)
    {
        try
        {
            return new SideOutcome(judge.Judge(run), Issue: null);
        }
        catch (WorkbenchException exception)
        {
            // The parameters of the case need not agree with those of a site.
            return new SideOutcome(Judged: null, exception.Message);
        }
    }
}
