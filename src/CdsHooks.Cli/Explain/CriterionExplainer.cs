using CdsHooks.Cli.Output;
using CdsHooks.Cli.Plans;
using CdsHooks.Decision.Rules;
using CdsHooks.Fhir;

namespace CdsHooks.Cli.Explain;

/// <summary>Explains criteria: what each asks, what it reads, what stands below it.</summary>
internal sealed class CriterionExplainer(PlanContext plan, Screen screen)
{
    private const int Step = 4;

    private readonly InsertText _texts = new(plan);
    private readonly SettingText _settings = new(plan);

    /// <summary>Explains a criterion and all below it.</summary>
    public void Explain(PlanNode node, int indent = 0)
    {
        if (node.IsReference)
        {
            var key = plan.Tree.Find(node.Id)?.Action["prefix"u8].AsString() is { } prefix ? prefix + " " : string.Empty;
            screen.Line($"{key}{plan.Tree.TitleOf(node.Id)} [{node.Id}], explained elsewhere{Switch(node.Action)}", indent, "→ ");
            return;
        }

        var kind = Words.Kind(node.Action.Extension("criterion-kind").Value().AsString() ?? string.Empty);
        ExplainHead(node, indent);
        screen.Line(kind, indent + Step);
        foreach (var setting in _settings.Of(node.Action))
        {
            screen.Line(setting, indent + Step + 2, "- ");
        }

        ExplainInputs(node.Action, indent + Step);
        ExplainSources(node.Action, indent + Step);
        foreach (var member in node.Members)
        {
            screen.Blank();
            Explain(member, indent + Step);
        }
    }

    private void ExplainHead(PlanNode node, int indent)
    {
        var action = node.Action;
        var prefix = action["prefix"u8].AsString() is { } key ? key + "  " : string.Empty;
        screen.Strong($"{prefix}{action["title"u8].AsString()} [{node.Id}]{Switch(action)}", indent);
        if (action["textEquivalent"u8].AsString() is { } shortForm)
        {
            screen.Line($"On cards: \"{_texts.Fill(shortForm)}\"", indent + Step);
        }

        screen.Line(_texts.Fill(action["description"u8].AsString()), indent + Step);
    }

    /// <summary>What switches an element on, and whether that holds now.</summary>
    private string Switch(FhirNode element)
    {
        var condition = ConditionText.EnabledWhen(element);
        if (condition.Length == 0)
        {
            return string.Empty;
        }

        return $" (only {condition}: {(plan.IsEnabled(element) ? "on" : "off")} now)";
    }

    private void ExplainInputs(FhirNode action, int indent)
    {
        var byRole = action.Items("input"u8)
            .Select(input => (Role: input.Extension("input-role").Value().AsString() ?? string.Empty, Text: TextOf(input)))
            .GroupBy(input => input.Role, input => input.Text, StringComparer.Ordinal);
        foreach (var role in byRole)
        {
            screen.Line(Words.Role(role.Key) + ":", indent);
            foreach (var text in role.Distinct(StringComparer.Ordinal))
            {
                screen.Line(text, indent + 2, "- ");
            }
        }
    }

    private string TextOf(FhirNode input)
    {
        var areBeingSigned = input.Extensions("criterion-setting").Any(setting =>
            setting.Text("name") is "from" && setting.Text("value") is "draft-orders");
        var filters = input.Items("codeFilter"u8)
            .Select(filter => $"{Words.Path(filter["path"u8].AsString() ?? string.Empty)} is in {plan.ValueSet(filter["valueSet"u8].AsString() ?? string.Empty)}")
            .ToList();
        var which = filters.Count == 0 ? string.Empty : " whose " + Words.Join(filters, "and");
        return string.Join("; ", _settings.Of(input).Prepend(Words.Type(input["type"u8].AsString() ?? string.Empty, areBeingSigned) + which)) + Switch(input);
    }

    private void ExplainSources(FhirNode action, int indent)
    {
        var labels = action.Items("documentation"u8)
            .Select(document => document["label"u8].AsString() ?? document["citation"u8].AsString() ?? document["url"u8].AsString() ?? string.Empty)
            .ToList();
        if (labels.Count > 0)
        {
            screen.Line($"Sources: {string.Join("; ", labels)}.", indent);
        }
    }
}
