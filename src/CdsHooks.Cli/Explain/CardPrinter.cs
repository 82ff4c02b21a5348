using CdsHooks.Cli.Output;
using CdsHooks.Workbench.Explain;

namespace CdsHooks.Cli.Explain;

/// <summary>Prints the decision table and the cards.</summary>
internal sealed class CardPrinter(Screen screen, bool isWhole)
{
    private const int Indent = 4;

    public void PrintRows(IEnumerable<PlainRow> rows)
    {
        foreach (var row in rows.Where(row => isWhole || row.IsOn))
        {
            screen.Blank();
            PrintRow(row);
        }
    }

    public void PrintCards(IEnumerable<PlainCard> cards)
    {
        foreach (var card in cards)
        {
            screen.Blank();
            PrintCard(card);
        }
    }

    private void PrintRow(PlainRow row)
    {
        screen.Strong($"{row.Number}. {row.Title} [{row.Id}]");
        if (row.Switch is { } condition)
        {
            screen.Line($"Only {condition.When}: {(condition.IsOn ? "on now." : "off now, so this row is skipped.")}", Indent);
        }

        screen.Line(row.When.Count == 0 ? "Always, when no row above has matched." : $"When {PlainCondition.Join(row.When)}.", Indent);
        if (row.Card is null)
        {
            screen.Line("Then no card.", Indent);
            return;
        }

        screen.Line($"Then the card {row.Card}, shown as {row.Indicator?.Text}.", Indent);
        screen.Lines(
            row.Lowered
                .Where(lowered => isWhole || lowered.IsOn)
                .Select(lowered => $"At most {lowered.Indicator} when {PlainCondition.Join(lowered.When)}{(lowered.Switch is { } enabled ? $"; {enabled.Text}" : string.Empty)}."),
            Indent);
    }

    private void PrintCard(PlainCard card)
    {
        var prefix = card.Key is { } key ? key + "  " : string.Empty;
        screen.Strong($"{prefix}{card.Id}");
        screen.Line("Summary, the first that applies:", Indent);
        screen.Lines(card.Summaries.Where(IsShown).Select(summary => summary.Text.Filled + summary.Conditions), Indent + 2, "| ");
        screen.Line(card.Summary.Filled, Indent + 2, "| ");
        screen.Line("Detail:", Indent);
        foreach (var line in card.Lines.Where(IsShown))
        {
            screen.Line(line.Text.Filled + line.Conditions, Indent + 2, line.Continues ? "+ " : "| ");
        }

        if (card.Suggestions.Count > 0)
        {
            screen.Line("May suggest:", Indent);
        }

        foreach (var suggestion in card.Suggestions.Where(suggestion => isWhole || suggestion.IsOn))
        {
            PrintSuggestion(suggestion);
        }

        if (card.OverrideReasons is { } reasons)
        {
            screen.Line($"Override reasons offered: \"{reasons}\".", Indent);
        }
    }

    private void PrintSuggestion(PlainSuggestion suggestion)
    {
        var unless = suggestion.UnlessOrdered is { } orders ? $" Not when an order of {orders.Text} already exists." : string.Empty;
        screen.Line($"{suggestion.Label}: {suggestion.Description}{suggestion.Conditions}{unless}", Indent + 2, "- ");
    }

    private bool IsShown(PlainLine line) => isWhole || line.IsOn;
}
