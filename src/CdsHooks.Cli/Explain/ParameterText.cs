using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Plan;

namespace CdsHooks.Cli.Explain;

/// <summary>Describes parameters: the value in force and the allowed values.</summary>
internal static class ParameterText
{
    /// <summary>Describes the value in force, e.g. <c>6 weeks</c>, <c>yes</c>.</summary>
    public static string Value(PlanParameter parameter) => Value(parameter, parameter.Value);

    /// <summary>Describes the value in force with the parameter's name and allowed values.</summary>
    public static string ValueAndRange(PlanParameter parameter) => $"{Value(parameter)} ({parameter.Name}; {Range(parameter)})";

    /// <summary>Describes the allowed values, e.g. <c>may be 4 to 12 weeks</c>.</summary>
    public static string Range(PlanParameter parameter) => parameter.Type switch
    {
        ParameterType.Integer or ParameterType.Decimal =>
            $"may be {Amount.InWords(parameter.Minimum ?? 0, null)} to {Amount.InWords(parameter.Maximum ?? 0, parameter.Unit)}",
        ParameterType.Boolean => "may be yes or no",
        ParameterType.Code => $"may be {Words.Join(parameter.Allowed, "or")}",
        ParameterType.Codes => $"any of {Words.Join(parameter.Allowed, "and")}",
        _ => throw new ArgumentOutOfRangeException(nameof(parameter)),
    };

    /// <summary>Describes everything about a parameter on one line.</summary>
    public static string Line(PlanParameter parameter)
    {
        var changed = string.Equals(Value(parameter), Value(parameter, parameter.Default), StringComparison.Ordinal)
            ? string.Empty
            : $"; the default is {Value(parameter, parameter.Default)}";
        return $"{parameter.Name} = {Value(parameter)} ({Range(parameter)}{changed}). {parameter.Meaning}";
    }

    private static string Value(PlanParameter parameter, ParameterValue value) => parameter.Type switch
    {
        ParameterType.Integer or ParameterType.Decimal => Amount.InWords(value.Number, parameter.Unit),
        ParameterType.Boolean => Words.YesNo(value.IsTrue),
        _ => Words.Join(value.Codes, "and"),
    };
}
