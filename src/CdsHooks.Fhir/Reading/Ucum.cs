using CdsHooks.Fhir.Terminology;

namespace CdsHooks.Fhir.Reading;

/// <summary>Conversion between the UCUM units that rules use, in <see cref="decimal"/>: 0.40 cm is exactly 4.0 mm.</summary>
/// <remarks>
/// Lengths <c>um mm cm m [in_i]</c>; angles <c>deg rad '</c> (1 rad = 57.29578 deg); times <c>s min h d wk mo a</c>, with a
/// month of 30 days and a year of 365 (an engineering choice: UCUM's mean month of 30.4375 days would turn a one-month prescription
/// into a fraction of a day); numbers <c>1</c> and any annotation such as <c>{score}</c>; <c>%</c>; <c>kg/m2</c>; concentrations
/// <c>ng/mL ug/L</c>. An annotation after a unit is ignored, as in UCUM. Any other unit converts to itself only.
/// </remarks>
public static class Ucum
{
    private enum Dimension
    {
        Length,
        Angle,
        Time,
        Number,
        Concentration,
    }

    private static readonly Dictionary<string, Scale> Units = new(StringComparer.Ordinal)
    {
        ["um"] = new(Dimension.Length, 1, 1000),
        ["mm"] = new(Dimension.Length, 1, 1),
        ["cm"] = new(Dimension.Length, 10, 1),
        ["m"] = new(Dimension.Length, 1000, 1),
        ["[in_i]"] = new(Dimension.Length, 25.4m, 1),
        ["deg"] = new(Dimension.Angle, 1, 1),
        ["rad"] = new(Dimension.Angle, 57.29578m, 1),
        ["'"] = new(Dimension.Angle, 1, 60),
        ["s"] = new(Dimension.Time, 1, 86_400),
        ["min"] = new(Dimension.Time, 1, 1440),
        ["h"] = new(Dimension.Time, 1, 24),
        ["d"] = new(Dimension.Time, 1, 1),
        ["wk"] = new(Dimension.Time, 7, 1),
        ["mo"] = new(Dimension.Time, 30, 1),
        ["a"] = new(Dimension.Time, 365, 1),
        ["1"] = new(Dimension.Number, 1, 1),
        ["ng/mL"] = new(Dimension.Concentration, 1, 1),
        ["ug/L"] = new(Dimension.Concentration, 1, 1),
    };

    // The printed spellings that are unambiguous. "M", "in" and "min" are not.
    private static readonly Dictionary<string, string> Spellings = new(StringComparer.OrdinalIgnoreCase)
    {
        ["mm"] = "mm",
        ["millimeter"] = "mm",
        ["millimeters"] = "mm",
        ["millimetre"] = "mm",
        ["millimetres"] = "mm",
        ["cm"] = "cm",
        ["deg"] = "deg",
        ["degree"] = "deg",
        ["degrees"] = "deg",
        ["°"] = "deg",
        ["%"] = "%",
        ["day"] = "d",
        ["days"] = "d",
        ["week"] = "wk",
        ["weeks"] = "wk",
    };

    /// <summary>Determines whether a unit is one that values can be converted to.</summary>
    /// <param name="code">A UCUM code.</param>
    /// <returns>True for the units listed above, with or without an annotation.</returns>
    public static bool IsKnown(string code)
    {
        ArgumentException.ThrowIfNullOrEmpty(code);
        var bare = WithoutAnnotation(code);
        return Units.ContainsKey(bare) || bare is "%" or "kg/m2";
    }

    /// <summary>Converts a number to another unit.</summary>
    /// <param name="value">The number.</param>
    /// <param name="system">The system of <paramref name="code"/>. A number with a system other than UCUM is not converted.</param>
    /// <param name="code">The coded unit, case-sensitive, or null.</param>
    /// <param name="unitText">
    /// The printed unit, or null. It is used only where <paramref name="code"/> or <paramref name="system"/> is missing, and only in these
    /// spellings, in any letter case: mm, millimeter(s), millimetre(s), cm, deg, degree(s), °, %, day(s), week(s). A code without a
    /// system is read like such a spelling and must agree with the text.
    /// </param>
    /// <param name="targetCode">The UCUM code to convert to.</param>
    /// <param name="converted">The converted number; 0 where it cannot be converted.</param>
    /// <returns>False where the unit is missing or of another dimension, or the result would overflow.</returns>
    public static bool TryConvert(
        decimal value, string? system, string? code, string? unitText, string targetCode, out decimal converted)
    {
        converted = 0;
        return FindUnit(system, code, unitText) is { } unit && TryConvert(value, unit, WithoutAnnotation(targetCode), out converted);
    }

    private static bool TryConvert(decimal value, string unit, string target, out decimal converted)
    {
        converted = value;
        if (string.Equals(unit, target, StringComparison.Ordinal))
        {
            return true;
        }

        converted = 0;
        if (!Units.TryGetValue(unit, out var from) || !Units.TryGetValue(target, out var to) || from.Dimension != to.Dimension)
        {
            return false;
        }

        try
        {
            converted = value * (from.Times * to.Per) / (from.Per * to.Times);
            return true;
        }
        catch (OverflowException)
        {
            return false;
        }
    }

    private static string? FindUnit(string? system, string? code, string? unitText)
    {
        if (!string.IsNullOrWhiteSpace(system) && CodeSystems.Canonical(system) is not CodeSystems.Ucum)
        {
            return null;
        }

        if (string.IsNullOrWhiteSpace(code))
        {
            return FromSpelling(unitText);
        }

        if (!string.IsNullOrWhiteSpace(system))
        {
            return WithoutAnnotation(code.Trim());
        }

        var spelled = FromSpelling(code);
        return string.IsNullOrWhiteSpace(unitText) || string.Equals(spelled, FromSpelling(unitText), StringComparison.Ordinal)
            ? spelled
            : null;
    }

    private static string? FromSpelling(string? text) =>
        text is not null && Spellings.TryGetValue(text.Trim(), out var code) ? code : null;

    // {score} is 1, and mm{translation} is mm.
    private static string WithoutAnnotation(string code)
    {
        var start = code.IndexOf('{', StringComparison.Ordinal);
        return start switch
        {
            < 0 => code,
            _ when code[^1] is not '}' => code,
            0 => "1",
            _ => code[..start],
        };
    }

    private readonly record struct Scale(Dimension Dimension, decimal Times, decimal Per);
}
