using System.Globalization;
using CdsHooks.Decision.Plan;

namespace CdsHooks.Workbench.Tuning;

/// <summary>Reads and writes the value of a parameter as a field shows it.</summary>
internal static class ValueText
{
    /// <summary>Writes a value: <c>8</c>, <c>2.5</c>, <c>true</c>, <c>warning</c>, or codes separated by commas.</summary>
    public static string Of(ParameterType type, ParameterValue value) => value.ToText(type).Replace(", ", ",", StringComparison.Ordinal);

    /// <summary>Reads a value; null when the text is none of the type.</summary>
    public static ParameterValue? Read(ParameterType type, string text) => type switch
    {
        ParameterType.Integer => int.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var whole) ? ParameterValue.Of(whole) : null,
        ParameterType.Decimal => decimal.TryParse(text.Trim().Replace(',', '.'), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? ParameterValue.Of(number) : null,
        ParameterType.Boolean => text switch { "true" => ParameterValue.Of(flag: true), "false" => ParameterValue.Of(flag: false), _ => null },
        _ => ParameterValue.Of(text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)),
    };
}
