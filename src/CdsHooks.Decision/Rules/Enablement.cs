using System.Text.Json;
using CdsHooks.Fhir;

namespace CdsHooks.Decision.Rules;

/// <summary>Reads <c>enabled-when</c>: whether a node, an input, a row or a line is in force under the parameters.</summary>
public static class Enablement
{
    /// <summary>Says whether an element is in force: all its <c>enabled-when</c> extensions hold, or it has none.</summary>
    /// <param name="element">The element that carries the extensions.</param>
    /// <param name="parameters">The parameters with their values.</param>
    /// <param name="file">The file, for faults.</param>
    /// <param name="faults">Receives a fault for each extension that names no parameter or does not fit its type.</param>
    /// <returns>True when the element is in force; a faulty extension counts as holding.</returns>
    public static bool IsEnabled(FhirNode element, ParameterSet parameters, string file, FaultList faults)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(faults);
        var enabled = true;
        foreach (var condition in element.Extensions("enabled-when"))
        {
            if (condition.Text("parameter") is not { } name || parameters.Find(name) is not { } parameter)
            {
                faults.Add(file, condition, "enabled-when needs the name of a parameter that the plan declares.");
            }
            else if (Holds(condition, parameter) is { } holds)
            {
                enabled &= holds;
            }
            else
            {
                faults.Add(file, condition, $"This condition does not fit the type of {name}.");
            }
        }

        return enabled;
    }

    private static bool? Holds(FhirNode condition, PlanParameter parameter)
    {
        var equals = condition.Extension("equals").Value();
        var above = condition.Extension("above").Value();
        if (condition.Text("contains") is { } code)
        {
            return parameter.Type is ParameterType.Codes && parameter.Allowed.Contains(code, StringComparer.Ordinal)
                ? parameter.Value.Codes.Contains(code, StringComparer.Ordinal)
                : null;
        }

        if (above.Exists)
        {
            return parameter.Type is ParameterType.Integer or ParameterType.Decimal && above.AsDecimal() is { } limit
                ? parameter.Value.Number > limit
                : null;
        }

        return parameter.Type switch
        {
            ParameterType.Boolean when !equals.Exists => parameter.Value.IsTrue,
            ParameterType.Boolean => equals.Json.ValueKind switch
            {
                JsonValueKind.True => parameter.Value.IsTrue,
                JsonValueKind.False => !parameter.Value.IsTrue,
                _ => null,
            },
            ParameterType.Code when equals.Exists && equals.Json.ValueKind is JsonValueKind.String =>
                equals.AsString() is { } wanted && parameter.Allowed.Contains(wanted, StringComparer.Ordinal)
                    ? string.Equals(parameter.Value.Codes[0], wanted, StringComparison.Ordinal)
                    : null,
            ParameterType.Integer or ParameterType.Decimal when equals.Exists && equals.Json.ValueKind is JsonValueKind.Number =>
                equals.AsDecimal() is { } number ? parameter.Value.Number == number : null,
            _ => null,
        };
    }
}
