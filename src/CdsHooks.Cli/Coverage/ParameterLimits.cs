using System.Text.Json.Nodes;
using CdsHooks.Decision.Plan;
using CdsHooks.Workbench;
using CdsHooks.Workbench.Cases;

namespace CdsHooks.Cli.Coverage;

/// <summary>
/// Determines whether a run shows that a parameter's limit matters: it passes with the parameter at the limit, and fails with the
/// default instead, or, when the limit is the default, with another limit.
/// </summary>
/// <param name="runner">Runs a case with other parameters.</param>
internal sealed class ParameterLimits(CasesRunner runner)
{
    /// <summary>Lists the limits of a parameter: its minimum and maximum, both booleans, or each allowed code.</summary>
    public static IReadOnlyList<ParameterValue> Of(PlanParameter parameter) => parameter.Type switch
    {
        ParameterType.Integer or ParameterType.Decimal => [ParameterValue.Of(parameter.Minimum ?? 0), ParameterValue.Of(parameter.Maximum ?? 0)],
        ParameterType.Boolean => [ParameterValue.Of(flag: false), ParameterValue.Of(flag: true)],
        _ => [.. parameter.Allowed.Select(code => ParameterValue.Of([code]))],
    };

    /// <summary>Lists the limits that a run shows to matter.</summary>
    /// <param name="outcome">A run that passed.</param>
    public IEnumerable<(string Parameter, string Value)> ShownBy(CaseOutcome outcome)
    {
        foreach (var (name, _) in outcome.Run.SiteParameters.Parameters)
        {
            if (outcome.Plan.Rules.Parameters.Find(name) is { } parameter
                && Of(parameter).Any(limit => IsSame(parameter, limit, parameter.Value))
                && Others(parameter).Any(other => Fails(outcome.Run, parameter, other)))
            {
                yield return (name, parameter.Text);
            }
        }
    }

    private static IEnumerable<ParameterValue> Others(PlanParameter parameter) =>
        IsSame(parameter, parameter.Value, parameter.Default)
            ? Of(parameter).Where(limit => !IsSame(parameter, limit, parameter.Value))
            : [parameter.Default];

    private static bool IsSame(PlanParameter parameter, ParameterValue one, ParameterValue other) =>
        string.Equals(one.ToText(parameter.Type), other.ToText(parameter.Type), StringComparison.Ordinal);

    private bool Fails(CaseRun run, PlanParameter parameter, ParameterValue value)
    {
        try
        {
            return !runner.Run(run, run.SiteParameters.With(parameter.Name, ToJson(parameter.Type, value))).IsPassed;
        }
        catch (WorkbenchException)
        {
            // Another parameter of the run forbids this value, so the case shows nothing about it.
            return false;
        }
    }

    private static JsonNode ToJson(ParameterType type, ParameterValue value) => type switch
    {
        ParameterType.Integer or ParameterType.Decimal => JsonValue.Create(value.Number),
        ParameterType.Boolean => JsonValue.Create(value.IsTrue),
        ParameterType.Code => JsonValue.Create(value.Codes[0]),
        _ => new JsonArray([.. value.Codes.Select(code => (JsonNode)JsonValue.Create(code))]),
    };
}
