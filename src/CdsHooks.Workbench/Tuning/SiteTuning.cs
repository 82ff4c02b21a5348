using CdsHooks.Decision.Plan;

namespace CdsHooks.Workbench.Tuning;

/// <summary>Everything that a site sets otherwise than the rules as shipped.</summary>
internal sealed record SiteTuning
{
    /// <summary>Gets the tuning of a site that changes nothing.</summary>
    public static SiteTuning None { get; } = new();

    /// <summary>Gets the values of parameters by name: only those that differ from the plan's defaults.</summary>
    public IReadOnlyDictionary<string, ParameterValue> Values { get; init; } = new SortedDictionary<string, ParameterValue>(StringComparer.Ordinal);

    /// <summary>Gets the codes that are added to value sets.</summary>
    public IReadOnlyList<SiteCode> Added { get; init; } = [];

    /// <summary>Gets the codes that are taken from value sets.</summary>
    public IReadOnlyList<SiteCode> Removed { get; init; } = [];

    /// <summary>Gets the site's own codes with the codes that they mean.</summary>
    public IReadOnlyList<SiteMapping> Mappings { get; init; } = [];

    /// <summary>Gets the texts that replace texts of the plan.</summary>
    public IReadOnlyList<SiteText> Texts { get; init; } = [];

    /// <summary>Gets a value indicating whether nothing is changed.</summary>
    public bool IsNone => Values.Count + Added.Count + Removed.Count + Mappings.Count + Texts.Count == 0;
}

/// <summary>A code that is added to a value set, or taken from it.</summary>
/// <param name="ValueSet">The canonical URL of the value set, without version.</param>
/// <param name="System">The URI of the code system.</param>
/// <param name="Code">The code.</param>
/// <param name="Display">The display; null for none.</param>
internal sealed record SiteCode(string ValueSet, string System, string Code, string? Display)
{
    /// <summary>Gets the value set and the coding, by which entries are told apart.</summary>
    public (string ValueSet, string System, string Code) Key => (ValueSet, System, Code);
}

/// <summary>A code of the site's own, with a code of the rules: it becomes a member of every value set that contains the latter.</summary>
/// <param name="System">The URI of the site's code system.</param>
/// <param name="Code">The site's code.</param>
/// <param name="Display">The display of the site's code; null for none.</param>
/// <param name="TargetSystem">The URI of the code system of the rules' code.</param>
/// <param name="TargetCode">The rules' code.</param>
/// <param name="TargetDisplay">The display of the rules' code; null for none.</param>
internal sealed record SiteMapping(string System, string Code, string? Display, string TargetSystem, string TargetCode, string? TargetDisplay)
{
    /// <summary>Gets the two codings, by which entries are told apart.</summary>
    public (string System, string Code, string TargetSystem, string TargetCode) Key => (System, Code, TargetSystem, TargetCode);
}

/// <summary>A text in the place of a text of the plan.</summary>
/// <param name="ActionId">The id of the action.</param>
/// <param name="Plan">The plan's text.</param>
/// <param name="Site">The site's text.</param>
internal sealed record SiteText(string ActionId, string Plan, string Site)
{
    /// <summary>Gets the action and the plan's text, by which entries are told apart.</summary>
    public (string ActionId, string Plan) Key => (ActionId, Plan);
}

/// <summary>The tuning of a site for one plan, with who made it and why.</summary>
/// <param name="PlanUrl">The canonical URL of the plan, without version.</param>
/// <param name="Tuning">The tuning.</param>
/// <param name="Note">The author, the reason and the dates.</param>
internal sealed record SiteChange(string PlanUrl, SiteTuning Tuning, ChangeNote Note);

/// <summary>The author, the reason and the dates of a change.</summary>
/// <param name="Author">The name of the author.</param>
/// <param name="Reason">The reason.</param>
/// <param name="Recorded">The time of the change.</param>
/// <param name="From">The first day on which it is meant to be in force; null when it is not stated.</param>
/// <param name="Until">The last day; null when it is not stated.</param>
internal sealed record ChangeNote(string Author, string Reason, DateTimeOffset Recorded, DateOnly? From, DateOnly? Until);
