using CdsHooks.Decision.Cards;
using CdsHooks.Decision.Plan;
using CdsHooks.Fhir.Terminology;
using Hl7.Fhir.Model;

namespace CdsHooks.Decision;

/// <summary>Loads plans from the knowledge folder: criteria, parameters, decision table and cards, with all issues at once.</summary>
public sealed class PlanLoader
{
    private readonly KnowledgeFiles _knowledge;
    private readonly TerminologyIndex _terminology;
    private readonly IssueList _common = new();

    /// <summary>Initializes a new instance of the <see cref="PlanLoader"/> class and builds the value sets, which all plans share.</summary>
    public PlanLoader(KnowledgeFiles knowledge)
    {
        _knowledge = knowledge;
        _terminology = RuleSetLoader.BuildTerminology(knowledge, _common);
    }

    /// <summary>Gets the issues of the value sets, which affect every plan.</summary>
    public IReadOnlyList<KnowledgeIssue> CommonIssues => _common.Issues;

    /// <summary>Loads one plan.</summary>
    /// <param name="planCanonical">The canonical of the PlanDefinition, with or without <c>|version</c>.</param>
    /// <param name="siteParametersId">The id of a Parameters resource; null for the plan's defaults.</param>
    /// <returns>The plan, or every issue that forbids it.</returns>
    public PlanLoadResult Load(string planCanonical, string? siteParametersId = null)
    {
        var issues = new IssueList(_common.Issues);
        KnowledgeResource? siteParameters = null;
        if (siteParametersId is not null)
        {
            siteParameters = _knowledge.OfType("Parameters").FirstOrDefault(candidate =>
                string.Equals(candidate.Id, siteParametersId, StringComparison.Ordinal));
            if (siteParameters is null)
            {
                var known = string.Join(", ", _knowledge.OfType("Parameters").Select(candidate => candidate.Id).Order(StringComparer.Ordinal));
                issues.Add(new KnowledgeIssue("parameters", string.Empty, $"There are no site parameters (a Parameters resource) with the id {siteParametersId}. Available: {known}."));
            }
        }

        return Load(planCanonical, siteParameters, issues);
    }

    /// <summary>Loads one plan with site parameters that are not in the knowledge folder, such as a candidate.</summary>
    /// <param name="planCanonical">The canonical of the PlanDefinition, with or without <c>|version</c>.</param>
    /// <param name="siteParameters">A Parameters resource.</param>
    /// <returns>The plan, or every issue that forbids it.</returns>
    public PlanLoadResult Load(string planCanonical, KnowledgeResource siteParameters) => Load(planCanonical, siteParameters, new IssueList(_common.Issues));

    /// <summary>Loads a plan that is not in the knowledge folder, such as a candidate, with the folder's value sets.</summary>
    /// <param name="plan">The PlanDefinition.</param>
    /// <param name="siteParameters">The site parameters, from the folder or not; null for the plan's defaults.</param>
    /// <returns>The plan, or every issue that forbids it.</returns>
    public PlanLoadResult Load(KnowledgeResource plan, KnowledgeResource? siteParameters) => Load(plan, siteParameters, new IssueList(_common.Issues));

    private PlanLoadResult Load(string planCanonical, KnowledgeResource? siteParameters, IssueList issues)
    {
        if (_knowledge.Find(planCanonical) is { Resource: PlanDefinition } plan)
        {
            return Load(plan, siteParameters, issues);
        }

        issues.Add(new KnowledgeIssue(string.Empty, string.Empty, $"There is no PlanDefinition {planCanonical}."));
        return new PlanLoadResult(null, issues.Issues);
    }

    private PlanLoadResult Load(KnowledgeResource plan, KnowledgeResource? siteParameters, IssueList issues)
    {
        var edited = SiteTexts.Apply(plan, siteParameters, issues);
        var rules = RuleSetLoader.Load(_knowledge, _terminology, edited.Plan, siteParameters, issues);
        var cards = rules is null ? null : CardTableLoader.Load(_knowledge, edited.Plan, rules, issues);
        return new PlanLoadResult(
            rules is null || cards is null || issues.HasErrors ? null : new CompiledPlan(rules, cards) { Definition = (PlanDefinition)edited.Plan.Resource },
            [.. issues.Issues.Select(edited.Moved)]);
    }
}

/// <summary>A loaded plan, or the issues that forbid its use.</summary>
/// <param name="Plan">The plan; null when any issue is an error.</param>
/// <param name="Issues">Every issue found, including warnings.</param>
public sealed record PlanLoadResult(CompiledPlan? Plan, IReadOnlyList<KnowledgeIssue> Issues);
