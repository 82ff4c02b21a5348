using CdsHooks.Workbench.Explain;

namespace CdsHooks.Service.Pages.Rules;

/// <summary>Inputs of a criterion that differ in nothing but the kind of records, shown as one line.</summary>
/// <param name="Inputs">The inputs, at least one.</param>
internal sealed record InputLine(IReadOnlyList<PlainInput> Inputs)
{
    /// <summary>Gets the first input, which has the filters, settings and conditions of all.</summary>
    public PlainInput First => Inputs[0];

    /// <summary>Gets a value indicating whether it is enabled with the values in force.</summary>
    public bool IsOn => First.IsOn;

    /// <summary>Lists the lines of inputs, in their order.</summary>
    public static IReadOnlyList<InputLine> Of(IEnumerable<PlainInput> inputs) =>
        [.. inputs.DistinctBy(input => input.Text, StringComparer.Ordinal).GroupBy(KeyOf, StringComparer.Ordinal).Select(same => new InputLine([.. same]))];

    /// <summary>Gets the same key for inputs that can share a line.</summary>
    private static string KeyOf(PlainInput input) => input.Filters.Count is 1
        ? string.Join('\n', input.Settings.Select(setting => setting.Text).Concat(input.Switches.Select(condition => condition.Text)).Prepend(input.Filters[0].ValueSet.Canonical))
        : input.Text;
}

/// <summary>The inputs of a criterion that have one role.</summary>
/// <param name="Words">The role, as the heading of a list.</param>
/// <param name="On">The lines that are switched on.</param>
/// <param name="Off">The lines that are switched off.</param>
internal sealed record InputRole(string Words, IReadOnlyList<InputLine> On, IReadOnlyList<InputLine> Off);
