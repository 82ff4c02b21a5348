using CdsHooks.Decision.Criteria.Results;

namespace CdsHooks.Decision.Cards;

/// <summary>The decision table and the cards of a plan, checked and compiled under the parameters in force. Made by <see cref="CardTableLoader"/>.</summary>
public sealed class CardTable
{
    internal CardTable(
        IReadOnlyList<CardRow> rows,
        IReadOnlyList<CardDefinition> cards,
        IReadOnlyDictionary<string, CardText> shortForms,
        CardPhrases phrases)
    {
        Rows = rows;
        Cards = cards;
        ShortForms = shortForms;
        Phrases = phrases;
    }

    /// <summary>Gets the rows in force, in the order in which they are tried.</summary>
    public IReadOnlyList<CardRow> Rows { get; }

    /// <summary>Gets every card, in the plan's order.</summary>
    public IReadOnlyList<CardDefinition> Cards { get; }

    /// <summary>Gets the short forms of the enabled criteria, by id.</summary>
    internal IReadOnlyDictionary<string, CardText> ShortForms { get; }

    /// <summary>Gets how cards say why a criterion has its result.</summary>
    internal CardPhrases Phrases { get; }

    /// <summary>Finds the row that decides, and its card's indicator.</summary>
    /// <param name="assessment">The assessment.</param>
    /// <returns>The first row whose conditions all hold, with the lowest of its indicator and all lowered ones that apply.</returns>
    /// <exception cref="InvalidOperationException">No row matches, which a checked table cannot do: its last row always matches.</exception>
    public CardChoice Choose(Assessment assessment)
    {
        var row = Rows.FirstOrDefault(row => CardCondition.AllHold(row.Conditions, assessment))
            ?? throw new InvalidOperationException("The last row of a decision table must match always.");
        if (row.Indicator is not { } indicator)
        {
            return new CardChoice(row, Indicator: null);
        }

        var lowered = row.Lowered
            .Where(lowering => CardCondition.AllHold(lowering.Conditions, assessment))
            .Select(lowering => lowering.Indicator);
        return new CardChoice(row, lowered.Append(indicator).Min());
    }
}
