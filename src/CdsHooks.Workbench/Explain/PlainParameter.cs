using CdsHooks.Decision.Plan;

namespace CdsHooks.Workbench.Explain;

/// <summary>A value that a site may set, in plain words.</summary>
/// <param name="Declared">The parameter as the plan declares it, with the value in force.</param>
/// <param name="UsedBy">The parts of the plan that depend on it.</param>
internal sealed record PlainParameter(PlanParameter Declared, IReadOnlyList<PlainUse> UsedBy)
{
    public string Name => Declared.Name;

    /// <summary>Gets the value in force, e.g. <c>6 weeks</c>.</summary>
    public string Value => ParameterText.Value(Declared);

    /// <summary>Gets the plan's own value, e.g. <c>6 weeks</c>.</summary>
    public string Default => ParameterText.Default(Declared);

    /// <summary>Gets the allowed values, e.g. <c>may be 4 to 12 weeks</c>.</summary>
    public string Range => ParameterText.Range(Declared);

    /// <summary>Gets a sentence for the person who sets it.</summary>
    public string Meaning => Declared.Meaning;

    /// <summary>Gets a value indicating whether the value in force is not the plan's own.</summary>
    public bool IsChanged => !string.Equals(Value, Default, StringComparison.Ordinal);
}

/// <summary>A part of a plan that uses something.</summary>
/// <param name="Part">The part of the plan.</param>
/// <param name="Id">Its id.</param>
/// <param name="Title">Its title.</param>
internal sealed record PlainUse(PlanPart Part, string Id, string Title)
{
    /// <summary>Gets the manner of the use, e.g. the role of an input; null when there is nothing to say.</summary>
    public string? Manner { get; init; }
}

/// <summary>A kind of part of a plan.</summary>
internal enum PlanPart
{
    /// <summary>A criterion.</summary>
    Criterion,

    /// <summary>A row of the decision table.</summary>
    Row,

    /// <summary>A card.</summary>
    Card,
}

/// <summary>A limit between two parameters.</summary>
/// <param name="Lower">The name of the parameter that must not be greater.</param>
/// <param name="Upper">The name of the other parameter.</param>
/// <param name="Meaning">A sentence on the reason.</param>
internal sealed record PlainLimit(string? Lower, string? Upper, string? Meaning);
