namespace CdsHooks.Workbench.Explain;

/// <summary>A card in plain words.</summary>
/// <param name="Id">The id.</param>
/// <param name="Key">The short name that people use, such as <c>K1</c>; null when it has none.</param>
/// <param name="Display">The name of its kind, which clients show as its topic.</param>
/// <param name="Summary">The summary when no other applies.</param>
/// <param name="Summaries">The summaries by cause: the first that applies is shown.</param>
/// <param name="Lines">The lines of the detail.</param>
/// <param name="Suggestions">The orders and records that it may suggest.</param>
/// <param name="OverrideReasons">The title of the reasons offered for not following it; null for none.</param>
/// <param name="Sources">The sources that it cites, with what the plan says of each.</param>
internal sealed record PlainCard(
    string Id,
    string? Key,
    string Display,
    PlainText Summary,
    IReadOnlyList<PlainLine> Summaries,
    IReadOnlyList<PlainLine> Lines,
    IReadOnlyList<PlainSuggestion> Suggestions,
    string? OverrideReasons,
    IReadOnlyList<PlainSource> Sources);

/// <summary>A text of a card and the conditions under which it is shown.</summary>
/// <param name="Text">The text.</param>
/// <param name="When">The conditions, all of which must hold.</param>
/// <param name="Switch">The condition that enables it; null when it is always enabled.</param>
/// <param name="Continues">True when it continues the paragraph of the line before it.</param>
internal sealed record PlainLine(PlainText Text, IReadOnlyList<PlainCondition> When, PlainSwitch? Switch, bool Continues = false)
{
    /// <summary>Gets a value indicating whether it is enabled with the values in force.</summary>
    public bool IsOn => Switch is not { IsOn: false };

    /// <summary>Gets the conditions, as an addition in brackets; empty for none.</summary>
    public string Conditions => ConditionText.InBrackets(When, Switch);
}

/// <summary>An order or a record that a card may suggest.</summary>
/// <param name="Label">The text of the button.</param>
/// <param name="Description">The description.</param>
/// <param name="When">The conditions, all of which must hold.</param>
/// <param name="Switch">The condition that enables it; null when it is always enabled.</param>
/// <param name="UnlessOrdered">The orders that make it unnecessary; null for none.</param>
internal sealed record PlainSuggestion(PlainText Label, PlainText Description, IReadOnlyList<PlainCondition> When, PlainSwitch? Switch, PlainValueSet? UnlessOrdered)
{
    /// <summary>Gets a value indicating whether it is enabled with the values in force.</summary>
    public bool IsOn => Switch is not { IsOn: false };

    /// <summary>Gets the conditions, as an addition in brackets; empty for none.</summary>
    public string Conditions => ConditionText.InBrackets(When, Switch);
}
