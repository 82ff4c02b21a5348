using CdsHooks.Workbench.Explain;

namespace CdsHooks.Service.Pages.Rules;

/// <summary>A criterion for the partial view that shows it.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Criterion">The criterion.</param>
/// <param name="IsOpen">True to show what is inside at first.</param>
/// <param name="Level">The depth in the tree, from 0.</param>
internal sealed record CriterionView(ReadPlan Plan, PlainCriterion Criterion, bool IsOpen, int Level = 0)
{
    /// <summary>Gets the id of its place on the page: that of the criterion where it is defined; null for a reference.</summary>
    public string? Anchor => Criterion.IsReference ? null : Criterion.Id;

    /// <summary>Gets the key as another anchor; null where it has none, or another criterion has the same.</summary>
    public string? KeyAnchor => Criterion is { IsReference: false, Key: { } key } && !Plan.Text.Definitions().Any(other => other != Criterion && (Is(other.Key, key) || Is(other.Id, key)))
        && !Is(Criterion.Id, key) ? key : null;

    /// <summary>Gets the members as a sentence: all of them are needed, or any; null for a leaf.</summary>
    public string? Joined => Criterion.Members.Count is 0 ? null : Criterion.Kind switch
    {
        "all" => "All of these",
        "none" => "None of these",
        _ => "Any one of these",
    };

    /// <summary>Gets the inputs by role.</summary>
    public IEnumerable<InputRole> Roles =>
        Criterion.Inputs
            .GroupBy(input => input.RoleWords, StringComparer.Ordinal)
            .Select(role => (role.Key, Lines: InputLine.Of(role)))
            .Select(role => new InputRole(role.Key, [.. role.Lines.Where(line => line.IsOn)], [.. role.Lines.Where(line => !line.IsOn)]));

    /// <summary>Gets the rows of the decision table that use it.</summary>
    public IEnumerable<PlainRow> Rows => Plan.Text.RowsThatUse(Criterion);

    /// <summary>Makes the view of a member.</summary>
    public CriterionView Of(PlainCriterion member) => new(Plan, member, IsOpen: false, Level + 1);

    private static bool Is(string? one, string other) => string.Equals(one, other, StringComparison.Ordinal);
}
