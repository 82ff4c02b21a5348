using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Plan;

namespace CdsHooks.Cli.Explain;

/// <summary>Parameters in words: the value in force, and what a site may set.</summary>
internal static class ParameterText
{
    /// <summary>The value in force, e.g. <c>6 weeks</c>, <c>yes</c>.</summary>
    public static string Value(PlanParameter parameter) => Value(parameter, parameter.Value);

    /// <summary>The value with the parameter's name and what it may be set to.</summary>
    public static string ValueAndRange(PlanParameter parameter) => $"{Value(parameter)} ({parameter.Name}; {Range(parameter)})";

    /// <summary>What a site may set: <c>may be 4 to 12 weeks</c>.</summary>
    public static string Range(PlanParameter parameter) => parameter.Type switch
    {
        ParameterType.Integer or ParameterType.Decimal =>
            $"may be {Amount.InWords(parameter.Minimum ?? 0, null)} to {Amount.InWords(parameter.Maximum ?? 0, parameter.Unit)}",
        ParameterType.Boolean => "may be yes or no",
        ParameterType.Code => $"may be {Words.Join(parameter.Allowed, "or")}",
        ParameterType.Codes => $"any of {Words.Join(parameter.Allowed, "and")}",
        _ => throw new ArgumentOutOfRangeException(nameof(parameter)),
    };

    /// <summary>Everything about it, on one line.</summary>
    public static string Line(PlanParameter parameter)
    {
        var changed = string.Equals(Value(parameter), Value(parameter, parameter.Default), StringComparison.Ordinal)
            ? string.Empty
            : $"; the plan's own value is {Value(parameter, parameter.Default)}";
        return $"{parameter.Name} = {Value(parameter)} ({Range(parameter)}{changed}). {parameter.Meaning}";
    }

    private static string Value(PlanParameter parameter, ParameterValue value) => parameter.Type switch
    {
        ParameterType.Integer or ParameterType.Decimal => Amount.InWords(value.Number, parameter.Unit),
        ParameterType.Boolean => Words.YesNo(value.IsTrue),
        _ => Words.Join(value.Codes, "and"),
    };
}
