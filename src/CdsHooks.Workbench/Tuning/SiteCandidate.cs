using CdsHooks.Decision;
using CdsHooks.Decision.Plan;
using CdsHooks.Workbench.Plans;

namespace CdsHooks.Workbench.Tuning;

/// <summary>The rules as they would be with a change of a site, or the issues that forbid them.</summary>
/// <param name="Files">The files of the change.</param>
/// <param name="Source">The rules with the change.</param>
/// <param name="SiteParameters">The site parameters of the change; null when they cannot be read.</param>
/// <param name="Plan">The plan with the change; null when any issue is an error.</param>
/// <param name="Issues">The errors and warnings that the rules in force do not have.</param>
internal sealed record SiteCandidate(
    IReadOnlyList<(string Name, ReadOnlyMemory<byte> Json)> Files, KnowledgeSource Source, KnowledgeResource? SiteParameters, CompiledPlan? Plan, IReadOnlyList<KnowledgeIssue> Issues)
{
    /// <summary>Makes a candidate of a change.</summary>
    /// <param name="inForce">The knowledge in force.</param>
    /// <param name="plan">The plan in force.</param>
    /// <param name="change">The change.</param>
    public static SiteCandidate Of(KnowledgeFiles inForce, CompiledPlan plan, SiteChange change) =>
        Of(inForce, plan, SiteFiles.Write(change, plan.Rules.Parameters));

    /// <summary>Makes a candidate of files, as they were written, downloaded or saved.</summary>
    /// <param name="inForce">The knowledge in force.</param>
    /// <param name="plan">The plan in force.</param>
    /// <param name="files">The files.</param>
    public static SiteCandidate Of(KnowledgeFiles inForce, CompiledPlan plan, IReadOnlyList<(string Name, ReadOnlyMemory<byte> Json)> files)
    {
        IssueList issues = new();
        var own = KnowledgeFiles.Of(files.Select(file => (file.Name, file.Json)), issues).Resources;
        var knowledge = inForce.LaidUnder(own, issues);
        var source = KnowledgeSource.Of("the rules with the change", knowledge);
        var parameters = SiteResources.ParametersFor(own, plan.Rules.Canonical);
        var result = parameters is null ? source.Loader.Load(plan.Rules.Canonical) : source.Loader.Load(plan.Rules.Canonical, parameters);

        // What the rules in force say already is no matter of the change.
        var names = files.Select(file => file.Name).ToHashSet(StringComparer.Ordinal);
        issues.AddRange(result.Issues.Where(issue => issue.IsError || names.Contains(issue.File)));
        return new SiteCandidate(files, source, parameters, issues.HasErrors ? null : result.Plan, issues.Issues);
    }
}
