using CdsHooks.Decision.Plan;
using CdsHooks.Workbench.Plans;
using Hl7.Fhir.Utility;

namespace CdsHooks.Workbench.Explain;

/// <summary>Describes criteria: their questions, inputs and members.</summary>
internal sealed class CriterionWords(PlanContext plan)
{
    private readonly SettingText _settings = new(plan);
    private readonly ConditionText _conditions = new(plan);

    /// <summary>Describes a criterion and all of its members.</summary>
    public PlainCriterion Of(PlanNode node)
    {
        var defining = node.IsReference ? plan.Tree.Find(node.Id)?.Action : node.Action;
        var criterion = new PlainCriterion(node.Id, defining?.Prefix, TitleOf(node), node.IsReference, _conditions.Switch(node.Action));
        return node.IsReference ? criterion : Defined(criterion, node);
    }

    private string TitleOf(PlanNode node) => node.IsReference ? plan.Tree.TitleOf(node.Id) : node.Action.Title ?? string.Empty;

    private PlainCriterion Defined(PlainCriterion criterion, PlanNode node)
    {
        var action = node.Action;
        var kind = action.CodeOf("criterion-kind") ?? string.Empty;
        return criterion with
        {
            Question = plan.Text($"{node.Id}.question", action.Description),
            ShortForm = action.TextEquivalent is { } shortForm ? plan.Text($"{node.Id}.short-form", shortForm) : null,
            Kind = kind,
            KindWords = Words.Kind(kind),
            Settings = _settings.Of([action.Part()]),
            Inputs = [.. plan.Inputs(action).Select(input => InputOf(input, areDrafts: kind is "order" or "levels"))],
            Members = [.. node.Members.Select(Of)],
            Sources = [.. action.Documentation.Select(plan.Source).Select(PlainSource.Of)],
        };
    }

    private PlainInput InputOf(PlanInput input, bool areDrafts)
    {
        var areBeingSigned = areDrafts || input.Parts.Any(part => part.Text("from") is "draft-orders");
        return new PlainInput(
            input.Role,
            Words.Role(input.Role),
            Words.Type(input.Requirement.Type?.GetLiteral() ?? string.Empty, areBeingSigned),
            [.. input.Requirement.CodeFilter.Select(filter => new PlainFilter(Words.Path(filter.Path ?? string.Empty), plan.ValueSet(input.ValueSetOf(filter) ?? string.Empty)))],
            _settings.Of(input.Parts),
            [.. input.Parts.Select(_conditions.Switch).OfType<PlainSwitch>()]);
    }
}
