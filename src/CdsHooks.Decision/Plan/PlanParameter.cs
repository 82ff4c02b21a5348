using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace CdsHooks.Decision.Plan;

/// <summary>A threshold, look-back or switch that a site can configure, as declared by the plan.</summary>
/// <param name="Name">The name, such as <c>pt.minWeeks</c>.</param>
/// <param name="Type">The type.</param>
/// <param name="Default">The plan's value.</param>
/// <param name="Value">The value in effect: that of the site parameters, else the default.</param>
/// <param name="Minimum">The smallest allowed number, inclusive; null for other types.</param>
/// <param name="Maximum">The largest allowed number, inclusive; null for other types.</param>
/// <param name="Allowed">The allowed codes; empty for other types.</param>
/// <param name="Unit">The UCUM code of the number, such as <c>wk</c>; null for counts and other types.</param>
/// <param name="Meaning">A sentence for the person who configures it.</param>
public sealed record PlanParameter(
    string Name,
    ParameterType Type,
    ParameterValue Default,
    ParameterValue Value,
    decimal? Minimum,
    decimal? Maximum,
    IReadOnlyList<string> Allowed,
    string? Unit,
    string Meaning)
{
    /// <summary>Gets the value in effect as text.</summary>
    public string Text => Value.ToText(Type);

    /// <summary>Checks a value for this parameter.</summary>
    /// <param name="candidate">The value.</param>
    /// <returns>A sentence that names the allowed values, or null when the value is allowed.</returns>
    public string? IssueOf(ParameterValue candidate) => Type switch
    {
        ParameterType.Integer or ParameterType.Decimal when candidate.Number < Minimum || candidate.Number > Maximum =>
            $"{Name} must be between {ParameterValue.Of(Minimum ?? 0).ToText(Type)} and {ParameterValue.Of(Maximum ?? 0).ToText(Type)}.",
        ParameterType.Integer when decimal.Truncate(candidate.Number) != candidate.Number =>
            $"{Name} must be a whole number.",
        ParameterType.Code or ParameterType.Codes when candidate.Codes.Any(code => !Allowed.Contains(code, StringComparer.Ordinal)) =>
            $"{Name} must be {(Type is ParameterType.Codes ? "any of" : "one of")} {string.Join(", ", Allowed)}.",
        ParameterType.Codes when candidate.Codes.Count == 0 || candidate.Codes.Distinct(StringComparer.Ordinal).Count() != candidate.Codes.Count =>
            $"{Name} needs at least one code, none of them twice.",
        _ => null,
    };
}

/// <summary>The type of a plan parameter.</summary>
[SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "FHIR's own names of these types.")]
public enum ParameterType
{
    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A decimal number.</summary>
    Decimal,

    /// <summary>A boolean.</summary>
    Boolean,

    /// <summary>One of the allowed codes.</summary>
    Code,

    /// <summary>One or more of the allowed codes.</summary>
    Codes,
}

/// <summary>A parameter's value: a number, a boolean, or one or more codes, depending on its type.</summary>
/// <param name="Number">The number; 0 for other types.</param>
/// <param name="IsTrue">The boolean; false for other types.</param>
/// <param name="Codes">The codes; empty for other types.</param>
public sealed record ParameterValue(decimal Number, bool IsTrue, IReadOnlyList<string> Codes)
{
    /// <summary>Creates the value of a number.</summary>
    public static ParameterValue Of(decimal number) => new(number, false, []);

    /// <summary>Creates the value of a boolean.</summary>
    public static ParameterValue Of(bool flag) => new(0, flag, []);

    /// <summary>Creates the value of one or more codes.</summary>
    public static ParameterValue Of(IReadOnlyList<string> codes) => new(0, false, codes);

    /// <summary>Writes the value as text: 4 for 4.0, 4.5, true, or codes separated by commas.</summary>
    public string ToText(ParameterType type) => type switch
    {
        ParameterType.Integer or ParameterType.Decimal => Number.ToString("0.############", CultureInfo.InvariantCulture),
        ParameterType.Boolean => IsTrue ? "true" : "false",
        ParameterType.Code or ParameterType.Codes => string.Join(", ", Codes),
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };
}

/// <summary>The parameters of a plan with their values.</summary>
public sealed class ParameterSet
{
    private readonly FrozenDictionary<string, PlanParameter> _byName;

    /// <summary>Initializes a new instance of the <see cref="ParameterSet"/> class.</summary>
    /// <param name="all">The parameters in the plan's order, with unique names.</param>
    public ParameterSet(IReadOnlyList<PlanParameter> all)
    {
        All = all;
        _byName = all.ToFrozenDictionary(parameter => parameter.Name, StringComparer.Ordinal);
    }

    /// <summary>Gets the parameters in the plan's order.</summary>
    public IReadOnlyList<PlanParameter> All { get; }

    /// <summary>Finds a parameter by its name, or null.</summary>
    public PlanParameter? Find(string name) => _byName.GetValueOrDefault(name);
}
