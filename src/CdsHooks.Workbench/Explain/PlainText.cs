using System.Text.RegularExpressions;

namespace CdsHooks.Workbench.Explain;

/// <summary>A text of a plan.</summary>
/// <param name="Slot">The stable name of its place, such as <c>indicationMissing.line.3</c>.</param>
/// <param name="Source">The text as written in the plan, with inserts in braces.</param>
/// <param name="Filled">The text with parameters filled in and all other inserts described in square brackets.</param>
internal sealed partial record PlainText(string Slot, string Source, string Filled)
{
    /// <summary>Gets the inserts of the text, without their braces, in order of appearance.</summary>
    public IReadOnlyList<string> Inserts => [.. Insert().Matches(Source).Select(match => match.Groups["name"].Value).Distinct(StringComparer.Ordinal)];

    /// <summary>Gets the text as it is filled.</summary>
    public override string ToString() => Filled;

    [GeneratedRegex(@"\{(?<name>[^{}]+)\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Insert();
}

/// <summary>A condition under which a part of a plan is enabled.</summary>
/// <param name="When">The condition, e.g. <c>while cbt.required is yes</c>.</param>
/// <param name="IsOn">True when it holds with the values in force.</param>
/// <param name="Parameters">The names of the parameters on which it depends.</param>
internal sealed record PlainSwitch(string When, bool IsOn, IReadOnlyList<string> Parameters)
{
    /// <summary>Gets the condition and its state, e.g. <c>only while cbt.required is yes: off now</c>.</summary>
    public string Text => $"only {When}: {(IsOn ? "on" : "off")} now";
}
