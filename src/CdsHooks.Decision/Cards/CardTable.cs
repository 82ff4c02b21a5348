using CdsHooks.Decision.Rules;

namespace CdsHooks.Decision.Cards;

/// <summary>The decision table and the cards of a plan, checked and compiled under the parameters in force. Made by <see cref="CardTableLoader"/>.</summary>
public sealed class CardTable
{
    internal CardTable(
        IReadOnlyList<CardRow> rows,
        IReadOnlyList<CardDefinition> cards,
        IReadOnlyDictionary<string, CardText> shortForms)
    {
        Rows = rows;
        Cards = cards;
        ShortForms = shortForms;
    }

    /// <summary>Gets the rows in force, in the order in which they are tried.</summary>
    public IReadOnlyList<CardRow> Rows { get; }

    /// <summary>Gets every card, in the plan's order.</summary>
    public IReadOnlyList<CardDefinition> Cards { get; }

    /// <summary>Gets the short forms of the enabled criteria, by id.</summary>
    internal IReadOnlyDictionary<string, CardText> ShortForms { get; }

    /// <summary>Finds the row that decides.</summary>
    /// <param name="assessment">The assessment.</param>
    /// <returns>The first row whose conditions all hold.</returns>
    /// <exception cref="InvalidOperationException">No row matches, which a checked table cannot do: its last row always matches.</exception>
    public CardRow Decide(Assessment assessment) =>
        Rows.FirstOrDefault(row => CardCondition.AllHold(row.Conditions, assessment))
        ?? throw new InvalidOperationException("The last row of a decision table must match always.");

    /// <summary>Chooses the card.</summary>
    /// <param name="assessment">The assessment.</param>
    /// <returns>The card of the row that decides, with the lowest of the row's indicator and all lowered ones that apply; null when that row shows none.</returns>
    /// <exception cref="InvalidOperationException">No row matches, which a checked table cannot do.</exception>
    public CardChoice? Choose(Assessment assessment)
    {
        var row = Decide(assessment);
        if (row.Card is not { } card || row.Indicator is not { } indicator)
        {
            return null;
        }

        var lowered = row.Lowered
            .Where(lowering => CardCondition.AllHold(lowering.Conditions, assessment))
            .Select(lowering => lowering.Indicator);
        return new CardChoice(row.Id, card, lowered.Append(indicator).Min());
    }
}
