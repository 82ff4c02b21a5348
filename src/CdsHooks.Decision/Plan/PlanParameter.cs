namespace CdsHooks.Decision.Plan;

/// <summary>A threshold, look-back or switch that a site may tune, as the plan declares it.</summary>
/// <param name="Name">Its name, e.g. <c>pt.minWeeks</c>.</param>
/// <param name="Type">Its type.</param>
/// <param name="Default">The plan's own value.</param>
/// <param name="Value">The value in force: that of the site parameters, else the default.</param>
/// <param name="Minimum">Least allowed number, inclusive; null for other types.</param>
/// <param name="Maximum">Greatest allowed number, inclusive; null for other types.</param>
/// <param name="Allowed">The allowed codes; empty for other types.</param>
/// <param name="Unit">UCUM code of the number, e.g. <c>wk</c>; null for counts and other types.</param>
/// <param name="Meaning">A sentence for the person who tunes it.</param>
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
    /// <summary>Gets the value in force as a text shows it.</summary>
    public string Text => Value.ToText(Type);

    /// <summary>Says what is wrong with a value for this parameter.</summary>
    /// <param name="candidate">The value.</param>
    /// <returns>A sentence that names the allowed range, or null when the value may be used.</returns>
    public string? IssueOf(ParameterValue candidate)
    {
        return Type switch
        {
            ParameterType.Integer or ParameterType.Decimal when candidate.Number < Minimum || candidate.Number > Maximum =>
                $"{Name} must lie between {ParameterValue.Of(Minimum ?? 0).ToText(Type)} and {ParameterValue.Of(Maximum ?? 0).ToText(Type)}.",
            ParameterType.Integer when decimal.Truncate(candidate.Number) != candidate.Number =>
                $"{Name} must be a whole number.",
            ParameterType.Code or ParameterType.Codes when candidate.Codes.Any(code => !Allowed.Contains(code, StringComparer.Ordinal)) =>
                $"{Name} must be {(Type is ParameterType.Codes ? "taken from" : "one of")} {string.Join(", ", Allowed)}.",
            ParameterType.Codes when candidate.Codes.Count == 0 || candidate.Codes.Distinct(StringComparer.Ordinal).Count() != candidate.Codes.Count =>
                $"{Name} needs at least one code, none of them twice.",
            _ => null,
        };
    }
}
