using CdsHooks.Fhir.Reading;
using CdsHooks.Fhir.Terminology;

namespace CdsHooks.Decision.Evidence;

/// <summary>One value of an Observation, or of one of its components.</summary>
public sealed class MeasuredValue
{
    /// <summary>Gets the value sets that the code of the measurement is in.</summary>
    public required ValueSetBits Codes { get; init; }

    /// <summary>Gets the number of a Quantity or integer; null for other kinds.</summary>
    public decimal? Number { get; init; }

    /// <summary>Gets a value indicating whether <see cref="Number"/> came as an integer, which has no unit.</summary>
    public bool IsInteger { get; init; }

    /// <summary>Gets the Quantity's comparator (<c>&lt;</c>, <c>&lt;=</c>, <c>&gt;=</c>, <c>&gt;</c>), or null.</summary>
    public string? Comparator { get; init; }

    /// <summary>Gets the Quantity's unit system, or null.</summary>
    public string? UnitSystem { get; init; }

    /// <summary>Gets the Quantity's unit code, or null.</summary>
    public string? UnitCode { get; init; }

    /// <summary>Gets the Quantity's printed unit, or null.</summary>
    public string? Unit { get; init; }

    /// <summary>Gets the unit's code if rules know it as it is, without an annotation, in which anything may be written; else null.</summary>
    public string? PlainUnit => UnitCode is { Length: > 0 } code && !code.Contains('{', StringComparison.Ordinal) && Ucum.IsKnown(code) ? code : null;

    /// <summary>Gets the boolean; null for other kinds.</summary>
    public bool? Flag { get; init; }

    /// <summary>Gets the codings of a coded value as system and code; empty for other kinds.</summary>
    public IReadOnlyList<(string System, string Code)> Coded { get; init; } = [];

    /// <summary>Gets the value sets that the coded value is in.</summary>
    public ValueSetBits Values { get; init; }

    /// <summary>Gets the value sets that the interpretation is in.</summary>
    public ValueSetBits Interpretations { get; init; }

    /// <summary>Gets a value indicating whether there is a value. A missing value, or one with a dataAbsentReason, does not count.</summary>
    public bool IsPresent { get; init; }

    /// <summary>Gets a value indicating whether a value is expected here but is withheld or missing.</summary>
    public bool IsMissing { get; init; }

    /// <summary>Gets a value indicating whether the value is a concept or free text.</summary>
    public bool IsNamed { get; init; }

    /// <summary>Gets the value as found, e.g. <c>3.5 mm</c>; null when it is absent. Untrusted text.</summary>
    public string? Text { get; init; }

    /// <summary>Gets the text of the value beside others: a bare number or a yes/no answer needs the name of what was measured.</summary>
    /// <param name="name">The name of the observation, or null.</param>
    /// <returns>E.g. <c>3.5 mm</c>, <c>Motor power: 4</c>; null when there is no value. Untrusted text.</returns>
    public string? TextOf(string? name) =>
        Text is { Length: > 0 } && !string.IsNullOrEmpty(name) && (Flag is not null || AsScore() is not null) ? $"{name}: {Text}" : Text;

    /// <summary>Gets the number of a score, a grade or a count, none of which has a unit.</summary>
    /// <returns>The number; null when there is none, or when it has a real unit.</returns>
    public decimal? AsScore() =>
        IsInteger
        || (string.IsNullOrWhiteSpace(UnitCode) && string.IsNullOrWhiteSpace(Unit))
        || UnitCode is "1" or ['{', .., '}']
            ? Number
            : null;

    /// <summary>Converts the number to another unit.</summary>
    /// <param name="targetUnit">The UCUM code of the target unit.</param>
    /// <param name="converted">The number in that unit.</param>
    /// <returns>False when there is no number, no unit, or one that does not convert.</returns>
    public bool TryConvert(string targetUnit, out decimal converted)
    {
        converted = 0;
        return Number is { } number && !IsInteger && Ucum.TryConvert(number, UnitSystem, UnitCode, Unit, targetUnit, out converted);
    }
}
