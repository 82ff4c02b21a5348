using CdsHooks.Decision.Cards;
using CdsHooks.Decision.Plan;
using CdsHooks.Fhir.Terminology;
using Hl7.Fhir.Model;

namespace CdsHooks.Decision;

/// <summary>Loads plans from the knowledge: criteria, parameters, decision table and cards, all issues at once.</summary>
public sealed class PlanLoader
{
    private readonly KnowledgeFiles _knowledge;
    private readonly TerminologyIndex _terminology;
    private readonly IssueList _common = new();

    /// <summary>Initializes a new instance of the <see cref="PlanLoader"/> class: builds the value sets, which all plans share.</summary>
    /// <param name="knowledge">The knowledge.</param>
    public PlanLoader(KnowledgeFiles knowledge)
    {
        _knowledge = knowledge;
        _terminology = RuleSetLoader.BuildTerminology(knowledge, _common);
    }

    /// <summary>Gets the issues of the value sets, which concern every plan.</summary>
    public IReadOnlyList<KnowledgeIssue> CommonIssues => _common.Issues;

    /// <summary>Loads one plan.</summary>
    /// <param name="planCanonical">Canonical of the PlanDefinition, with or without <c>|version</c>.</param>
    /// <param name="siteParametersId">Id of a Parameters resource; null for the plan's own defaults.</param>
    /// <returns>The plan, or every issue that forbids it.</returns>
    public PlanLoadResult Load(string planCanonical, string? siteParametersId = null)
    {
        var issues = CommonAsStart();
        KnowledgeResource? siteParameters = null;
        if (siteParametersId is not null)
        {
            siteParameters = _knowledge.OfType("Parameters").FirstOrDefault(candidate =>
                string.Equals(candidate.Id, siteParametersId, StringComparison.Ordinal));
            if (siteParameters is null)
            {
                var known = string.Join(", ", _knowledge.OfType("Parameters").Select(candidate => candidate.Id).Order(StringComparer.Ordinal));
                issues.Add(new KnowledgeIssue("parameters", string.Empty, $"There are no site parameters (a Parameters resource) with the id {siteParametersId}. Those here: {known}."));
            }
        }

        return Load(planCanonical, siteParameters, issues);
    }

    /// <summary>Loads one plan under site parameters that are not part of the knowledge, such as a candidate.</summary>
    /// <param name="planCanonical">Canonical of the PlanDefinition, with or without <c>|version</c>.</param>
    /// <param name="siteParameters">A Parameters resource.</param>
    /// <returns>The plan, or every issue that forbids it.</returns>
    public PlanLoadResult Load(string planCanonical, KnowledgeResource siteParameters) => Load(planCanonical, siteParameters, CommonAsStart());

    /// <summary>Loads a plan that is not part of the knowledge, such as a candidate, with the knowledge's value sets.</summary>
    /// <param name="plan">The PlanDefinition.</param>
    /// <param name="siteParameters">The site parameters, part of the knowledge or not; null for the plan's own defaults.</param>
    /// <returns>The plan, or every issue that forbids it.</returns>
    public PlanLoadResult Load(KnowledgeResource plan, KnowledgeResource? siteParameters)
    {
        return Load(plan, siteParameters, CommonAsStart());
    }

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
        var rules = RuleSetLoader.Load(_knowledge, _terminology, plan, siteParameters, issues);
        var cards = rules is null ? null : CardTableLoader.Load(_knowledge, plan, rules, issues);
        return new PlanLoadResult(
            rules is null || cards is null || issues.HasErrors ? null : new CompiledPlan(rules, cards),
            issues.Issues);
    }

    private IssueList CommonAsStart()
    {
        var issues = new IssueList();
        foreach (var issue in _common.Issues)
        {
            issues.Add(issue);
        }

        return issues;
    }
}
