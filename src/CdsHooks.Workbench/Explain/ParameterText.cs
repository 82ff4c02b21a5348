using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Plan;

namespace CdsHooks.Workbench.Explain;

/// <summary>Describes parameters: the value in force and the allowed values.</summary>
internal static class ParameterText
{
    /// <summary>Describes the value in force, e.g. <c>6 weeks</c>, <c>yes</c>.</summary>
    public static string Value(PlanParameter parameter) => Value(parameter, parameter.Value);

    /// <summary>Describes the plan's own value, e.g. <c>6 weeks</c>.</summary>
    public static string Default(PlanParameter parameter) => Value(parameter, parameter.Default);

    /// <summary>Describes the allowed values, e.g. <c>may be 4 to 12 weeks</c>.</summary>
    public static string Range(PlanParameter parameter) => parameter.Type switch
    {
        ParameterType.Integer or ParameterType.Decimal =>
            $"may be {Amount.InWords(parameter.Minimum ?? 0, null)} to {Amount.InWords(parameter.Maximum ?? 0, parameter.Unit)}",
        ParameterType.Boolean => "may be yes or no",
        ParameterType.Code => $"may be {Wording.Join(parameter.Allowed, "or")}",
        ParameterType.Codes => $"any of {Wording.Join(parameter.Allowed, "and")}",
        _ => throw new ArgumentOutOfRangeException(nameof(parameter)),
    };

    /// <summary>Describes any value of a parameter, e.g. <c>6 weeks</c>.</summary>
    public static string Value(PlanParameter parameter, ParameterValue value) => parameter.Type switch
    {
        ParameterType.Integer or ParameterType.Decimal => Amount.InWords(value.Number, parameter.Unit),
        ParameterType.Boolean => Words.YesNo(value.IsTrue),
        _ => Wording.Join(value.Codes, "and"),
    };
}
