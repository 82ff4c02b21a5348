using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Hooks;

namespace CdsHooks.Decision.Cards;

/// <summary>The decision table and the cards of a plan, compiled with the parameters in effect by <see cref="CardTableLoader"/>.</summary>
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

    /// <summary>Gets the enabled rows, in the order of evaluation.</summary>
    public IReadOnlyList<CardRow> Rows { get; }

    /// <summary>Gets every card, in the plan's order.</summary>
    public IReadOnlyList<CardDefinition> Cards { get; }

    /// <summary>Gets the short forms of the enabled criteria, by id.</summary>
    internal IReadOnlyDictionary<string, CardText> ShortForms { get; }

    /// <summary>Gets the phrases that explain the result of a criterion.</summary>
    internal CardPhrases Phrases { get; }

    /// <summary>Chooses the first row whose conditions all hold, with the lowest of its indicator and the lowered ones that apply.</summary>
    /// <exception cref="InvalidOperationException">No row matches, which the loader rules out: the last row always matches.</exception>
    public CardChoice Choose(Assessment assessment)
    {
        var row = Rows.FirstOrDefault(row => CardCondition.AllHold(row.Conditions, assessment))
            ?? throw new InvalidOperationException("The last row of a decision table must always match.");
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

/// <summary>One enabled row of the decision table.</summary>
/// <param name="Id">The row's id, such as <c>D2c</c>.</param>
/// <param name="Conditions">The conditions that must all hold for the row to match; a row without any always matches.</param>
/// <param name="Card">The card to show; null for none.</param>
/// <param name="Indicator">The card's indicator before it is lowered; null exactly when there is no card.</param>
/// <param name="Lowered">The conditions that lower the indicator.</param>
public sealed record CardRow(
    string Id,
    IReadOnlyList<CardCondition> Conditions,
    CardDefinition? Card,
    CardIndicator? Indicator,
    IReadOnlyList<CardLowering> Lowered);

/// <summary>The choice of the decision table.</summary>
/// <param name="Row">The first row whose conditions all hold.</param>
/// <param name="Indicator">The card's indicator, after lowering; null exactly when the row shows no card.</param>
public sealed record CardChoice(CardRow Row, CardIndicator? Indicator);

/// <summary>The conditions that limit a card's indicator.</summary>
/// <param name="Indicator">The highest indicator allowed.</param>
/// <param name="Conditions">The conditions that must all hold; at least one.</param>
public sealed record CardLowering(CardIndicator Indicator, IReadOnlyList<CardCondition> Conditions);
