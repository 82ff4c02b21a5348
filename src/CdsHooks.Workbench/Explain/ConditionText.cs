using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Plan;
using Hl7.Fhir.Model;

namespace CdsHooks.Workbench.Explain;

/// <summary>Describes the conditions of a plan in words.</summary>
internal sealed class ConditionText(PlanContext plan)
{
    /// <summary>Describes the <c>when</c> conditions of an element, e.g. <c>Adult is unknown</c> and <c>Instability is met</c>.</summary>
    public IReadOnlyList<PlainCondition> When(IExtendable element) => [.. element.Part().AllNamed("when").Select(OfWhen)];

    /// <summary>Describes the <c>enabledWhen</c> conditions of an element, e.g. <c>while cbt.required is yes</c>; null when it has none.</summary>
    public PlainSwitch? Switch(IExtendable element)
    {
        var conditions = element.Part().AllNamed("enabledWhen");
        return conditions.Count == 0
            ? null
            : new PlainSwitch("while " + Wording.Join([.. conditions.Select(OfEnabled)], "and"), plan.IsEnabled(element), [.. conditions.Select(NameIn).OfType<string>()]);
    }

    /// <summary>Writes conditions as an addition in brackets; empty for none.</summary>
    public static string InBrackets(IReadOnlyList<PlainCondition> when, PlainSwitch? enabled)
    {
        string[] parts = [when.Count > 0 ? "when " + PlainCondition.Join(when) : string.Empty, enabled?.Text ?? string.Empty];
        var stated = string.Join("; ", parts.Where(part => part.Length > 0));
        return stated.Length == 0 ? string.Empty : $" ({stated})";
    }

    private PlainCondition OfWhen(Extension when)
    {
        List<string> codes = [];
        List<string> results = [];
        foreach (var result in when.AllNamed("result").Select(result => result.Value.AsText()))
        {
            results.Add(ReasonCodes.TryParse(result, out CriterionResult parsed) ? Words.Result(parsed) : "?");
            codes.Add(result ?? string.Empty);
        }

        var reasons = when.AllNamed("reason").Select(reason => plan.Reason(reason.Value.AsText() ?? string.Empty)).ToList();
        var because = reasons.Count == 0 ? string.Empty : $" ({Wording.Join(reasons, "or")})";
        var id = when.Text("criterion") ?? string.Empty;
        return new PlainCondition(id, plan.Tree.TitleOf(id), codes, Wording.Join(results, "or"), because + Full(when));
    }

    private static string Full(Extension when) => when.Named("full")?.Value.AsFlag() switch
    {
        null => string.Empty,
        true => " (reaching the longer limit)",
        false => " (not reaching the longer limit)",
    };

    private static string OfEnabled(Extension condition)
    {
        var name = NameIn(condition) ?? "?";
        return condition.Text("contains") is { } code ? $"{name} contains {code}"
            : condition.Named("above")?.Value is { } limit ? $"{name} is above {Plain(limit)}"
            : condition.Named("equals")?.Value is { } equals ? $"{name} is {Plain(equals)}"
            : $"{name} is yes";
    }

    private static string? NameIn(Extension condition) => condition.Value.AsText() ?? condition.Text("parameter");

    private static string Plain(DataType value) => value.AsFlag() is { } flag ? Words.YesNo(flag) : value.ToString() ?? string.Empty;
}
