using CdsHooks.Cli.Output;
using CdsHooks.Cli.Plans;
using CdsHooks.Decision.Plan;
using Hl7.Fhir.Model;
using Hl7.Fhir.Utility;

namespace CdsHooks.Cli.Explain;

/// <summary>Explains criteria: their questions, inputs and members.</summary>
internal sealed class CriterionExplainer(PlanContext plan, Screen screen, bool isWhole)
{
    private const int Step = 4;

    private readonly SettingText _settings = new(plan);

    /// <summary>Explains a criterion and all of its members.</summary>
    public void Explain(PlanNode node, int indent = 0)
    {
        if (node.IsReference)
        {
            var key = plan.Tree.Find(node.Id)?.Action.Prefix is { } prefix ? prefix + " " : string.Empty;
            screen.Line($"{key}{plan.Tree.TitleOf(node.Id)} [{node.Id}], explained elsewhere{Switch(node.Action)}", indent, "→ ");
            return;
        }

        var kind = Words.Kind(node.Action.CodeOf("criterion-kind") ?? string.Empty);
        ExplainHead(node, indent);
        screen.Line(kind, indent + Step);
        screen.Lines(_settings.Of([node.Action.Part()]), indent + Step + 2, "- ");
        ExplainInputs(node.Action, indent + Step);
        ExplainSources(node.Action, indent + Step);
        foreach (var member in node.Members.Where(member => isWhole || plan.IsEnabled(member.Action)))
        {
            screen.Blank();
            Explain(member, indent + Step);
        }
    }

    private void ExplainHead(PlanNode node, int indent)
    {
        var action = node.Action;
        var prefix = action.Prefix is { } key ? key + "  " : string.Empty;
        screen.Strong($"{prefix}{action.Title} [{node.Id}]{Switch(action)}", indent);
        if (action.TextEquivalent is { } shortForm)
        {
            screen.Line($"On cards: \"{plan.Fill(shortForm)}\"", indent + Step);
        }

        screen.Line(plan.Fill(action.Description), indent + Step);
    }

    /// <summary>Describes the condition that enables an element, and whether it is enabled now.</summary>
    private string Switch(IExtendable element)
    {
        var condition = ConditionText.EnabledWhen(element);
        return condition.Length == 0 ? string.Empty : $" (only {condition}: {(plan.IsEnabled(element) ? "on" : "off")} now)";
    }

    private void ExplainInputs(PlanDefinition.ActionComponent action, int indent)
    {
        var isDraft = action.CodeOf("criterion-kind") is "order" or "levels";
        var byRole = plan.Inputs(action)
            .Where(input => isWhole || input.Parts.All(plan.IsEnabled))
            .Select(input => (input.Role, Text: TextOf(input, isDraft)))
            .GroupBy(input => input.Role, input => input.Text, StringComparer.Ordinal);
        foreach (var role in byRole)
        {
            screen.Line(Words.Role(role.Key) + ":", indent);
            screen.Lines(role.Distinct(StringComparer.Ordinal), indent + 2, "- ");
        }
    }

    private string TextOf(PlanInput input, bool isDraft)
    {
        var areBeingSigned = isDraft || input.Parts.Any(part => part.Text("from") is "draft-orders");
        var filters = input.Requirement.CodeFilter
            .Select(filter => $"{Words.Path(filter.Path ?? string.Empty)} is in {plan.ValueSet(input.ValueSetOf(filter) ?? string.Empty)}")
            .ToList();
        var which = filters.Count == 0 ? string.Empty : " whose " + Words.Join(filters, "and");
        return string.Join("; ", _settings.Of(input.Parts).Prepend(Words.Type(input.Requirement.Type?.GetLiteral() ?? string.Empty, areBeingSigned) + which))
            + string.Concat(input.Parts.Select(Switch));
    }

    private void ExplainSources(PlanDefinition.ActionComponent action, int indent)
    {
        var labels = action.Documentation
            .Select(document => document.Label ?? document.Citation ?? document.Url ?? string.Empty)
            .ToList();
        if (labels.Count > 0)
        {
            screen.Line($"Sources: {string.Join("; ", labels)}.", indent);
        }
    }
}
