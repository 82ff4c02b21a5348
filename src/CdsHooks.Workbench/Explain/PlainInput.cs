namespace CdsHooks.Workbench.Explain;

/// <summary>Records that a criterion reads, in plain words.</summary>
/// <param name="Role">The code of its role, such as <c>counts</c>.</param>
/// <param name="RoleWords">The role, as the heading of a list.</param>
/// <param name="Records">The kind of records, such as <c>Visits</c>.</param>
/// <param name="Filters">The value sets that their codes must be in.</param>
/// <param name="Settings">The settings.</param>
/// <param name="Switches">The conditions that enable it.</param>
internal sealed record PlainInput(
    string Role,
    string RoleWords,
    string Records,
    IReadOnlyList<PlainFilter> Filters,
    IReadOnlyList<PlainSetting> Settings,
    IReadOnlyList<PlainSwitch> Switches)
{
    /// <summary>Gets a value indicating whether it is enabled with the values in force.</summary>
    public bool IsOn => Switches.All(condition => condition.IsOn);

    /// <summary>Gets everything about it on one line.</summary>
    public string Text
    {
        get
        {
            var which = Filters.Count == 0 ? string.Empty : " whose " + Wording.Join([.. Filters.Select(filter => filter.Text)], "and");
            return string.Join("; ", Settings.Select(setting => setting.Text).Prepend(Records + which)) + string.Concat(Switches.Select(condition => $" ({condition.Text})"));
        }
    }
}

/// <summary>A value set that an element of a record must be in.</summary>
/// <param name="Element">The element in words, such as <c>code</c> or <c>participant's role</c>.</param>
/// <param name="ValueSet">The value set.</param>
internal sealed record PlainFilter(string Element, PlainValueSet ValueSet)
{
    /// <summary>Gets the filter as part of a sentence.</summary>
    public string Text => $"{Element} is in {ValueSet.Text}";
}

/// <summary>A value set, by its title and size.</summary>
/// <param name="Canonical">The canonical URL, without version.</param>
/// <param name="Id">The id of its resource; null when the knowledge does not contain it.</param>
/// <param name="Title">The title; the canonical when it has none.</param>
/// <param name="Codes">The number of codes.</param>
/// <param name="Beginnings">The number of beginnings of codes: each stands for every code that begins so.</param>
internal sealed record PlainValueSet(string Canonical, string? Id, string Title, int Codes, int Beginnings)
{
    /// <summary>Gets the size in words.</summary>
    public string Size => (Codes, Beginnings) switch
    {
        (1, 0) => "1 code",
        (_, 0) => $"{Codes} codes",
        (0, _) => $"{Beginnings} beginnings of codes",
        _ => $"{Codes} codes and {Beginnings} beginnings of codes",
    };

    /// <summary>Gets title and size.</summary>
    public string Text => $"\"{Title}\" ({Size})";
}

/// <summary>A setting of a criterion or an input in plain words.</summary>
/// <param name="Name">The name of the setting, such as <c>lookback</c>.</param>
/// <param name="Label">The words, with <c>{0}</c> for the value, such as <c>not longer ago than: {0}</c>.</param>
/// <param name="Value">The value in force.</param>
/// <param name="Parameter">The name of the parameter that has the value; null when the plan fixes it.</param>
/// <param name="Range">The allowed values of the parameter; null when the plan fixes the value.</param>
/// <param name="ValueSets">The value sets that it names.</param>
internal sealed record PlainSetting(string Name, string Label, string Value, string? Parameter, string? Range, IReadOnlyList<PlainValueSet> ValueSets)
{
    private const string Ending = ": {0}";

    /// <summary>Gets the setting with its value and, if a site may set it, the parameter's name and allowed values.</summary>
    public string Text => Parameter is null || Range is null ? With(Value) : With($"{Value} ({Parameter}; {Range})");

    /// <summary>Gets the setting with its value.</summary>
    public string Short => With(Value);

    private string With(string value) =>
        value is "yes" && Label.EndsWith(Ending, StringComparison.Ordinal) ? Label[..^Ending.Length] : Label.Replace("{0}", value, StringComparison.Ordinal);
}
