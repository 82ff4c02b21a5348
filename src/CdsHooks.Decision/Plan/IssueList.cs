using Hl7.Fhir.Model;

namespace CdsHooks.Decision.Plan;

/// <summary>Collects the issues of the knowledge folder: nothing stops at the first one, so that one run shows them all.</summary>
public sealed class IssueList
{
    private readonly List<KnowledgeIssue> _issues = [];

    /// <summary>Initializes a new instance of the <see cref="IssueList"/> class.</summary>
    /// <param name="issues">The issues to start with.</param>
    public IssueList(params IEnumerable<KnowledgeIssue> issues) => AddRange(issues);

    /// <summary>Gets the issues in the order found.</summary>
    public IReadOnlyList<KnowledgeIssue> Issues => _issues;

    /// <summary>Gets a value that indicates whether any issue forbids the use of the rules.</summary>
    public bool HasErrors => _issues.Exists(issue => issue.IsError);

    /// <summary>Adds an error at an element.</summary>
    /// <param name="resource">The resource of the element.</param>
    /// <param name="element">The element; null for the resource as a whole.</param>
    /// <param name="message">The message, one sentence for the author of the rules.</param>
    public void Add(KnowledgeResource resource, Base? element, string message) =>
        Add(new KnowledgeIssue(resource.File, resource.Located.LocationOf(element), message));

    /// <summary>Adds issues.</summary>
    public void AddRange(IEnumerable<KnowledgeIssue> issues)
    {
        foreach (var issue in issues)
        {
            Add(issue);
        }
    }

    /// <summary>Adds an issue, unless the list has it already.</summary>
    public void Add(KnowledgeIssue issue)
    {
        if (!_issues.Contains(issue))
        {
            _issues.Add(issue);
        }
    }
}

/// <summary>One issue of the knowledge folder: its location and the remedy.</summary>
/// <param name="File">The file, relative to the knowledge folder.</param>
/// <param name="Location">The FHIRPath of the element, such as <c>PlanDefinition.action[1].action[3].input[0]</c>; empty for the whole file.</param>
/// <param name="Message">One sentence for the author of the rules.</param>
/// <param name="IsError">True when the rules must not be used; false for a warning.</param>
public sealed record KnowledgeIssue(string File, string Location, string Message, bool IsError = true)
{
    /// <inheritdoc/>
    public override string ToString() =>
        $"{(IsError ? "error" : "warning")} {File}{(Location.Length == 0 ? string.Empty : " " + Location)}: {Message}";
}
