using CdsHooks.Decision.Plan;
using Hl7.Fhir.Model;

namespace CdsHooks.Workbench.Tuning;

/// <summary>Turns the values of parameters into FHIR values, and back.</summary>
internal static class TypedValue
{
    /// <summary>Gets the FHIR values of a parameter: one, or one for each code of a list.</summary>
    public static IReadOnlyList<DataType> Of(ParameterType type, ParameterValue value) => type switch
    {
        ParameterType.Integer => [new Integer((int)value.Number)],
        ParameterType.Decimal => [new FhirDecimal(value.Number)],
        ParameterType.Boolean => [new FhirBoolean(value.IsTrue)],
        _ => [.. value.Codes.Select(code => new Code(code))],
    };

    /// <summary>Reads the FHIR values of a parameter; null when they are not of its type.</summary>
    public static ParameterValue? Read(ParameterType type, IReadOnlyList<DataType?> values) => type switch
    {
        ParameterType.Integer or ParameterType.Decimal => values is [var only] && only.AsNumber() is { } number ? ParameterValue.Of(number) : null,
        ParameterType.Boolean => values is [var only] && only.AsFlag() is { } flag ? ParameterValue.Of(flag) : null,
        _ => values.Count > 0 && values.All(value => value.AsText() is not null) ? ParameterValue.Of([.. values.Select(value => value.AsText()!)]) : null,
    };

    /// <summary>Determines whether two values of a parameter are the same.</summary>
    public static bool AreSame(ParameterType type, ParameterValue one, ParameterValue other) => type switch
    {
        ParameterType.Integer or ParameterType.Decimal => one.Number == other.Number,
        ParameterType.Boolean => one.IsTrue == other.IsTrue,
        _ => one.Codes.Order(StringComparer.Ordinal).SequenceEqual(other.Codes.Order(StringComparer.Ordinal), StringComparer.Ordinal),
    };
}
