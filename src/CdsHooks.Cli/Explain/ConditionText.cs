using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Plan;
using Hl7.Fhir.Model;

namespace CdsHooks.Cli.Explain;

/// <summary>Describes the conditions of a plan in words.</summary>
internal sealed class ConditionText(PlanContext plan)
{
    /// <summary>Describes the <c>when</c> conditions of an element, e.g. <c>Adult is unknown and Instability is met</c>; empty when it has none.</summary>
    public string When(IExtendable element) =>
        Words.Join([.. element.Part().AllNamed("when").Select(OfWhen)], "and");

    /// <summary>Describes the <c>enabledWhen</c> conditions of an element, e.g. <c>while cbt.required is yes</c>; empty when it has none.</summary>
    public static string EnabledWhen(IExtendable element)
    {
        var parts = element.Part().AllNamed("enabledWhen").Select(OfEnabled).ToList();
        return parts.Count == 0 ? string.Empty : "while " + Words.Join(parts, "and");
    }

    private string OfWhen(Extension when)
    {
        var results = when.AllNamed("result")
            .Select(result => ReasonCodes.TryParse(result.Value.AsText(), out CriterionResult parsed) ? Words.Result(parsed) : "?")
            .ToList();
        var reasons = when.AllNamed("reason").Select(reason => plan.Reason(reason.Value.AsText() ?? string.Empty)).ToList();
        var because = reasons.Count == 0 ? string.Empty : $" ({Words.Join(reasons, "or")})";
        return $"{plan.Tree.TitleOf(when.Text("criterion") ?? string.Empty)} is {Words.Join(results, "or")}{because}{Full(when)}";
    }

    private static string Full(Extension when) => when.Named("full")?.Value.AsFlag() switch
    {
        null => string.Empty,
        true => " (reaching the longer limit)",
        false => " (not reaching the longer limit)",
    };

    private static string OfEnabled(Extension condition)
    {
        var name = condition.Value.AsText() ?? condition.Text("parameter") ?? "?";
        return condition.Text("contains") is { } code ? $"{name} contains {code}"
            : condition.Named("above")?.Value is { } limit ? $"{name} is above {Plain(limit)}"
            : condition.Named("equals")?.Value is { } equals ? $"{name} is {Plain(equals)}"
            : $"{name} is yes";
    }

    private static string Plain(DataType value) => value.AsFlag() is { } flag ? Words.YesNo(flag) : value.ToString() ?? string.Empty;
}
