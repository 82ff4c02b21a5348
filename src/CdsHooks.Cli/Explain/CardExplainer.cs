using CdsHooks.Cli.Output;
using CdsHooks.Decision.Plan;
using Hl7.Fhir.Model;

namespace CdsHooks.Cli.Explain;

/// <summary>Explains the decision table and the cards.</summary>
internal sealed class CardExplainer(PlanContext plan, Screen screen, bool isWhole)
{
    private const int Indent = 4;

    private readonly ConditionText _conditions = new(plan);

    public void ExplainRows(IReadOnlyList<PlanDefinition.ActionComponent> rows)
    {
        foreach (var row in rows.Where(IsShown))
        {
            screen.Blank();
            ExplainRow(row, plan.Tree.Rows.TakeWhile(other => other != row).Count() + 1);
        }
    }

    public void ExplainCards(IReadOnlyList<PlanDefinition.ActionComponent> cards)
    {
        foreach (var card in cards)
        {
            screen.Blank();
            ExplainCard(card);
        }
    }

    private void ExplainRow(PlanDefinition.ActionComponent row, int number)
    {
        screen.Strong($"{number}. {row.Title} [{row.ElementId}]");
        if (ConditionText.EnabledWhen(row) is { Length: > 0 } enabled)
        {
            screen.Line($"Only {enabled}: {(plan.IsEnabled(row) ? "on now." : "off now, so this row is skipped.")}", Indent);
        }

        var when = _conditions.When(row);
        screen.Line(when.Length == 0 ? "Always, when no row above has matched." : $"When {when}.", Indent);
        if (row.Part().Text("card") is not { } card)
        {
            screen.Line("Then no card.", Indent);
            return;
        }

        screen.Line($"Then the card {card}, {IndicatorOf(row.Part().Named("indicator"))}.", Indent);
        screen.Lines(
            row.Part().AllNamed("lowered")
                .Where(IsShown)
                .Select(lowered => $"At most {lowered.Text("indicator")} when {_conditions.When(lowered)}{Enabled(lowered)}."),
            Indent);
    }

    private string IndicatorOf(Extension? indicator) =>
        indicator?.Value is Id { Value: { } name } && plan.Rules.Parameters.Find(name) is { } parameter
            ? $"shown as {ParameterText.ValueAndRange(parameter)}"
            : $"shown as {indicator?.Value.AsText()}";

    private void ExplainCard(PlanDefinition.ActionComponent card)
    {
        var prefix = card.Prefix is { } key ? key + "  " : string.Empty;
        screen.Strong($"{prefix}{card.ElementId}");
        screen.Line("Summary, the first that applies:", Indent);
        screen.Lines(
            card.Part().AllNamed("summary").Where(IsShown).Select(summary => plan.Fill(summary.Text("text")) + Conditions(summary)), Indent + 2, "| ");
        screen.Line(plan.Fill(card.Title), Indent + 2, "| ");
        screen.Line("Detail:", Indent);
        foreach (var line in card.Part().AllNamed("line").Select(plan.Line).Where(IsShown))
        {
            screen.Line(plan.Fill(line.Text("text")) + Conditions(line), Indent + 2, line.Named("continues") is null ? "| " : "+ ");
        }

        if (card.Action.Count > 0)
        {
            screen.Line("May suggest:", Indent);
        }

        foreach (var suggestion in card.Action.Where(IsShown))
        {
            ExplainSuggestion(suggestion);
        }

        if (card.Part().Text("overrideReasons") is { } reasons)
        {
            screen.Line($"Override reasons offered: \"{plan.Title(reasons)}\".", Indent);
        }
    }

    private void ExplainSuggestion(PlanDefinition.ActionComponent suggestion)
    {
        var unless = suggestion.Part().Text("unlessOrdered") is { } orders ? $" Not when an order of {plan.ValueSet(orders)} already exists." : string.Empty;
        screen.Line(
            $"{plan.Fill(suggestion.Title)}: {plan.Fill(suggestion.Description)}{Conditions(suggestion)}{unless}",
            Indent + 2,
            "- ");
    }

    private string Conditions(IExtendable element)
    {
        var when = _conditions.When(element);
        string[] parts = [when.Length > 0 ? "when " + when : string.Empty, Enabled(element).TrimStart(';', ' ')];
        var stated = string.Join("; ", parts.Where(part => part.Length > 0));
        return stated.Length == 0 ? string.Empty : $" ({stated})";
    }

    private bool IsShown(IExtendable element) => isWhole || plan.IsEnabled(element);

    private string Enabled(IExtendable element) => ConditionText.EnabledWhen(element) is { Length: > 0 } enabled
        ? $"; only {enabled}: {(plan.IsEnabled(element) ? "on" : "off")} now"
        : string.Empty;
}
