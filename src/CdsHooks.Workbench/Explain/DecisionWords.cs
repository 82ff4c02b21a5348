using CdsHooks.Decision.Plan;
using Hl7.Fhir.Model;

namespace CdsHooks.Workbench.Explain;

/// <summary>Describes the decision table and the cards.</summary>
internal sealed class DecisionWords(PlanContext plan)
{
    private readonly ConditionText _conditions = new(plan);

    /// <summary>Describes a row.</summary>
    /// <param name="row">The action.</param>
    /// <param name="number">Its number, from 1.</param>
    public PlainRow Row(PlanDefinition.ActionComponent row, int number)
    {
        var card = row.Part().Text("card");
        return new PlainRow(
            number,
            row.ElementId ?? string.Empty,
            row.Title,
            _conditions.Switch(row),
            _conditions.When(row),
            card,
            card is null ? null : IndicatorOf(row.Part().Named("indicator")),
            [.. row.Part().AllNamed("lowered").Select(lowered => new PlainLowering(lowered.Text("indicator"), _conditions.When(lowered), _conditions.Switch(lowered)))]);
    }

    /// <summary>Describes a card.</summary>
    public PlainCard Card(PlanDefinition.ActionComponent card)
    {
        var id = card.ElementId ?? string.Empty;
        var reasons = card.Part().Text("overrideReasons");
        return new PlainCard(
            id,
            card.Prefix,
            plan.Cards.Cards.FirstOrDefault(loaded => string.Equals(loaded.Id, id, StringComparison.Ordinal))?.Display ?? id,
            plan.Text($"{id}.title", card.Title),
            [.. card.Part().AllNamed("summary").Select((summary, index) => Line($"{id}.summary.{index + 1}", summary))],
            [.. card.Part().AllNamed("line").Select((line, index) => Shared(line, $"{id}.line.{index + 1}"))],
            [.. card.Action.Select((suggestion, index) => Suggestion($"{id}.suggestion.{index + 1}", suggestion))],
            reasons is null ? null : plan.Title(reasons),
            [.. card.Documentation.Select(plan.Source).Select(PlainSource.Of)]);
    }

    private PlainIndicator IndicatorOf(Extension? indicator) =>
        indicator?.Value is Id { Value: { } name } && plan.Rules.Parameters.Find(name) is { } parameter
            ? new PlainIndicator(ParameterText.Value(parameter), parameter.Name, ParameterText.Range(parameter))
            : new PlainIndicator(indicator?.Value.AsText(), Parameter: null, Range: null);

    /// <summary>Describes a line; one that several cards share has the slot of its own name.</summary>
    private PlainLine Shared(Extension line, string slot)
    {
        var shared = plan.Line(line);
        return Line(ReferenceEquals(shared, line) ? slot : $"line.{line.Value.AsText()}", shared);
    }

    private PlainLine Line(string slot, Extension line) =>
        new(plan.Text(slot, line.Text("text")), _conditions.When(line), _conditions.Switch(line), line.Named("continues") is not null);

    private PlainSuggestion Suggestion(string slot, PlanDefinition.ActionComponent suggestion) => new(
        plan.Text($"{slot}.label", suggestion.Title),
        plan.Text($"{slot}.description", suggestion.Description),
        _conditions.When(suggestion),
        _conditions.Switch(suggestion),
        suggestion.Part().Text("unlessOrdered") is { } orders ? plan.ValueSet(orders) : null);
}
