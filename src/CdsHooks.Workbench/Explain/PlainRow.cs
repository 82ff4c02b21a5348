namespace CdsHooks.Workbench.Explain;

/// <summary>A row of the decision table in plain words.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Id">The id, such as <c>D8</c>.</param>
/// <param name="Title">The title: a sentence about the patients that it is for.</param>
/// <param name="Switch">The condition that enables it; null when it is always enabled.</param>
/// <param name="When">The conditions, all of which must hold; a row without any matches always.</param>
/// <param name="Card">The id of the card; null for none.</param>
/// <param name="Indicator">The indicator of the card; null without a card.</param>
/// <param name="Lowered">The conditions under which the indicator is lower.</param>
internal sealed record PlainRow(
    int Number,
    string Id,
    string? Title,
    PlainSwitch? Switch,
    IReadOnlyList<PlainCondition> When,
    string? Card,
    PlainIndicator? Indicator,
    IReadOnlyList<PlainLowering> Lowered)
{
    /// <summary>Gets a value indicating whether it is enabled with the values in force.</summary>
    public bool IsOn => Switch is not { IsOn: false };
}

/// <summary>A condition on the result of a criterion.</summary>
/// <param name="Criterion">The id of the criterion.</param>
/// <param name="Title">The title of the criterion.</param>
/// <param name="Results">The codes of the results, any of which satisfies it.</param>
/// <param name="ResultWords">The results in words, such as <c>met or unknown</c>.</param>
/// <param name="Remark">The reasons or the limit that it also asks for, in brackets after a space; empty for none.</param>
internal sealed record PlainCondition(string Criterion, string Title, IReadOnlyList<string> Results, string ResultWords, string Remark)
{
    /// <summary>Gets the condition as part of a sentence.</summary>
    public string Text => $"{Title} is {ResultWords}{Remark}";

    /// <summary>Joins conditions as part of a sentence; empty for none.</summary>
    public static string Join(IReadOnlyList<PlainCondition> conditions) => Wording.Join([.. conditions.Select(condition => condition.Text)], "and");
}

/// <summary>The indicator of a card.</summary>
/// <param name="Code">The code in force: <c>info</c>, <c>warning</c> or <c>critical</c>.</param>
/// <param name="Parameter">The name of the parameter that decides; null when the plan fixes it.</param>
/// <param name="Range">The allowed values of the parameter; null when the plan fixes it.</param>
internal sealed record PlainIndicator(string? Code, string? Parameter, string? Range)
{
    /// <summary>Gets the code and, if a site may set it, the parameter's name and allowed values.</summary>
    public string Text => Parameter is null ? $"{Code}" : $"{Code} ({Parameter}; {Range})";
}

/// <summary>A lower indicator under conditions.</summary>
/// <param name="Indicator">The code of the indicator.</param>
/// <param name="When">The conditions, all of which must hold.</param>
/// <param name="Switch">The condition that enables it; null when it is always enabled.</param>
internal sealed record PlainLowering(string? Indicator, IReadOnlyList<PlainCondition> When, PlainSwitch? Switch)
{
    /// <summary>Gets a value indicating whether it is enabled with the values in force.</summary>
    public bool IsOn => Switch is not { IsOn: false };
}
