using System.Text.Json;
using CdsHooks.Decision.Rules;
using CdsHooks.Fhir;

namespace CdsHooks.Cli.Explain;

/// <summary>The conditions of a plan in words.</summary>
internal sealed class ConditionText(PlanContext plan)
{
    /// <summary>All <c>when</c>s of an element, e.g. <c>Adult is unknown and Instability is met</c>; empty when it has none.</summary>
    public string When(FhirNode element) =>
        Words.Join([.. element.Extensions("when").Select(OfWhen)], "and");

    /// <summary>All <c>enabled-when</c>s of an element, e.g. <c>while cbt.required is yes</c>; empty when it has none.</summary>
    public static string EnabledWhen(FhirNode element)
    {
        var parts = element.Extensions("enabled-when").Select(OfEnabled).ToList();
        return parts.Count == 0 ? string.Empty : "while " + Words.Join(parts, "and");
    }

    private string OfWhen(FhirNode when)
    {
        var results = when.Extensions("result")
            .Select(result => ReasonCodes.TryParse(result.Value().AsString(), out CriterionResult parsed) ? Words.Result(parsed) : "?")
            .ToList();
        var reasons = when.Extensions("reason").Select(reason => plan.Reason(reason.Value().AsString() ?? string.Empty)).ToList();
        var because = reasons.Count == 0 ? string.Empty : $" ({Words.Join(reasons, "or")})";
        return $"{plan.Tree.TitleOf(when.Text("criterion") ?? string.Empty)} is {Words.Join(results, "or")}{because}{Full(when)}";
    }

    private static string Full(FhirNode when) => when.Extension("full").Value() switch
    {
        { Exists: false } => string.Empty,
        { Json.ValueKind: JsonValueKind.True } => " (reaching the longer limit)",
        _ => " (not reaching the longer limit)",
    };

    private static string OfEnabled(FhirNode condition)
    {
        var name = condition.Text("parameter") ?? "?";
        if (condition.Text("contains") is { } code)
        {
            return $"{name} contains {code}";
        }

        if (condition.Extension("above").Value() is { Exists: true } limit)
        {
            return $"{name} is above {limit.Json.GetRawText()}";
        }

        var equals = condition.Extension("equals").Value();
        return equals.Exists ? $"{name} is {Plain(equals)}" : $"{name} is yes";
    }

    private static string Plain(FhirNode value) => value.Json.ValueKind switch
    {
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        JsonValueKind.String => value.AsString() ?? string.Empty,
        _ => value.Json.GetRawText(),
    };
}
