namespace CdsHooks.Service.Pages.Analytics;

/// <summary>One figure of the page, with what it is a part of.</summary>
/// <param name="Section">The table that it stands in.</param>
/// <param name="Group">The code of what is counted, such as a kind of card; empty for everything.</param>
/// <param name="Name">The name of that.</param>
/// <param name="Measure">The thing that is counted.</param>
/// <param name="Count">The number.</param>
/// <param name="Of">The number that it is a part of.</param>
/// <param name="Whole">The things that it is a part of.</param>
internal sealed record Figure(string Section, string Group, string Name, string Measure, long Count, long Of, string Whole)
{
    /// <summary>Gets a value indicating whether it counts so few, or is a part of so few, that a patient or a clinician might be recognized.</summary>
    public bool IsSmall => Of < Analysis.SmallGroup || Count is > 0 and < Analysis.SmallGroup;
}
