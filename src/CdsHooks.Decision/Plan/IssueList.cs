using Hl7.Fhir.Model;

namespace CdsHooks.Decision.Plan;

/// <summary>Collects every issue of the knowledge: nothing short-circuits, so that one run shows them all.</summary>
public sealed class IssueList
{
    private readonly List<KnowledgeIssue> _issues = [];

    /// <summary>Gets the issues in the order in which they were found.</summary>
    public IReadOnlyList<KnowledgeIssue> Issues => _issues;

    /// <summary>Gets a value indicating whether any issue forbids the use of the rules.</summary>
    public bool HasErrors => _issues.Exists(issue => issue.IsError);

    /// <summary>Adds an error at an element.</summary>
    /// <param name="resource">The resource that the element is part of.</param>
    /// <param name="element">The element; null for the resource as a whole.</param>
    /// <param name="message">What is wrong.</param>
    public void Add(KnowledgeResource resource, Base? element, string message)
    {
        Add(new KnowledgeIssue(resource.File, resource.Located.LocationOf(element), message));
    }

    /// <summary>Adds an issue.</summary>
    /// <param name="issue">The issue.</param>
    public void Add(KnowledgeIssue issue)
    {
        if (!_issues.Contains(issue))
        {
            _issues.Add(issue);
        }
    }
}
