using System.Globalization;

namespace CdsHooks.Decision.Plan;

/// <summary>A parameter's value: a number, a boolean, or one or more codes, by the parameter's type.</summary>
/// <param name="Number">The number; 0 for other types.</param>
/// <param name="IsTrue">The boolean; false for other types.</param>
/// <param name="Codes">The codes; empty for other types.</param>
public sealed record ParameterValue(decimal Number, bool IsTrue, IReadOnlyList<string> Codes)
{
    /// <summary>A number.</summary>
    /// <param name="number">The number.</param>
    /// <returns>The value.</returns>
    public static ParameterValue Of(decimal number) => new(number, false, []);

    /// <summary>A boolean.</summary>
    /// <param name="flag">The boolean.</param>
    /// <returns>The value.</returns>
    public static ParameterValue Of(bool flag) => new(0, flag, []);

    /// <summary>One or more codes.</summary>
    /// <param name="codes">The codes, in the order given.</param>
    /// <returns>The value.</returns>
    public static ParameterValue Of(IReadOnlyList<string> codes) => new(0, false, codes);

    /// <summary>Writes the value as a text shows it: 4 for 4.0, 4.5, true, or codes joined with a comma.</summary>
    /// <param name="type">The parameter's type.</param>
    /// <returns>The text.</returns>
    public string ToText(ParameterType type) => type switch
    {
        ParameterType.Integer or ParameterType.Decimal => Number.ToString("0.############", CultureInfo.InvariantCulture),
        ParameterType.Boolean => IsTrue ? "true" : "false",
        ParameterType.Code or ParameterType.Codes => string.Join(", ", Codes),
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };
}
