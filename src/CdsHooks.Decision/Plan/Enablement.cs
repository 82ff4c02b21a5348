using Hl7.Fhir.Model;

namespace CdsHooks.Decision.Plan;

/// <summary>Evaluates <c>enabledWhen</c>: actions, inputs, rows and lines that depend on parameters.</summary>
public static class Enablement
{
    /// <summary>Determines whether an element is enabled.</summary>
    /// <param name="element">The action, the input or the part of one that has the conditions.</param>
    /// <param name="parameters">The parameters with their values.</param>
    /// <param name="plan">The plan of the element, for issues.</param>
    /// <param name="issues">Receives an issue for each condition that names no parameter or does not match its type.</param>
    /// <returns>True when all conditions hold or there are none; an invalid condition is ignored.</returns>
    public static bool IsEnabled(IExtendable element, ParameterSet parameters, KnowledgeResource plan, IssueList issues)
    {
        var enabled = true;
        foreach (var condition in element.Part().AllNamed("enabledWhen"))
        {
            var name = NameIn(condition);
            if (name is null || parameters.Find(name) is not { } parameter)
            {
                issues.Add(plan, condition, "enabledWhen needs the name of a parameter that the plan declares.");
            }
            else if (Holds(condition, parameter) is { } holds)
            {
                enabled &= holds;
            }
            else
            {
                issues.Add(plan, condition, $"This condition does not match the type of {name}.");
            }
        }

        return enabled;
    }

    /// <summary>Gets the names of the parameters that the conditions of an element read.</summary>
    public static IEnumerable<string> ParametersOf(IExtendable element) => element.Part().AllNamed("enabledWhen").Select(NameIn).OfType<string>();

    private static string? NameIn(Extension condition) => condition.Value.AsText() ?? condition.Text("parameter");

    private static bool? Holds(Extension condition, PlanParameter parameter)
    {
        var equals = condition.Named("equals")?.Value;
        var above = condition.Named("above")?.Value;
        return (condition.Text("contains"), parameter.Type) switch
        {
            ({ } code, var type) => type is ParameterType.Codes && parameter.Allowed.Contains(code, StringComparer.Ordinal)
                ? parameter.Value.Codes.Contains(code, StringComparer.Ordinal)
                : null,
            (_, var type) when above is not null => type is ParameterType.Integer or ParameterType.Decimal && above.AsNumber() is { } limit
                ? parameter.Value.Number > limit
                : null,
            (_, ParameterType.Boolean) when equals is null => parameter.Value.IsTrue,
            (_, ParameterType.Boolean) => equals.AsFlag() is { } flag ? parameter.Value.IsTrue == flag : null,
            (_, ParameterType.Code) when equals.AsText() is { } wanted && parameter.Allowed.Contains(wanted, StringComparer.Ordinal) =>
                string.Equals(parameter.Value.Codes[0], wanted, StringComparison.Ordinal),
            (_, ParameterType.Integer or ParameterType.Decimal) when equals.AsNumber() is { } number => parameter.Value.Number == number,
            _ => null,
        };
    }
}
