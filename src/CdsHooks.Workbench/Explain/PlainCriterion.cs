namespace CdsHooks.Workbench.Explain;

/// <summary>A criterion in plain words.</summary>
/// <param name="Id">The id of the criterion that is defined or referenced here.</param>
/// <param name="Key">The short name that people use, such as <c>I2</c>; null when it has none.</param>
/// <param name="Title">The title.</param>
/// <param name="IsReference">True when the criterion is only referenced here, and defined elsewhere.</param>
/// <param name="Switch">The condition that enables it here; null when it is always enabled.</param>
internal sealed record PlainCriterion(string Id, string? Key, string Title, bool IsReference, PlainSwitch? Switch)
{
    /// <summary>Gets a value indicating whether it is enabled with the values in force.</summary>
    public bool IsOn => Switch is not { IsOn: false };

    /// <summary>Gets the key where it tells more than the title: with a digit; else null.</summary>
    public string? Badge => Key is { } key && key.Any(char.IsAsciiDigit) ? key : null;

    /// <summary>Gets the question that it asks of a chart.</summary>
    public PlainText Question { get; init; } = new(string.Empty, string.Empty, string.Empty);

    /// <summary>Gets the form in which cards name it; null when it has none.</summary>
    public PlainText? ShortForm { get; init; }

    /// <summary>Gets the code of its kind, such as <c>events</c>.</summary>
    public string Kind { get; init; } = string.Empty;

    /// <summary>Gets a sentence about its kind.</summary>
    public string KindWords { get; init; } = string.Empty;

    public IReadOnlyList<PlainSetting> Settings { get; init; } = [];

    public IReadOnlyList<PlainInput> Inputs { get; init; } = [];

    /// <summary>Gets the members of a group.</summary>
    public IReadOnlyList<PlainCriterion> Members { get; init; } = [];

    /// <summary>Gets the sources that it cites, with what the plan says of each.</summary>
    public IReadOnlyList<PlainSource> Sources { get; init; } = [];

    /// <summary>Lists this criterion and its members, from top to bottom.</summary>
    public IEnumerable<PlainCriterion> WithDescendants() => Members.SelectMany(member => member.WithDescendants()).Prepend(this);
}
