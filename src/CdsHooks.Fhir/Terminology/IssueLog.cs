using Hl7.Fhir.Model;

namespace CdsHooks.Fhir.Terminology;

/// <summary>Collects the issues of a build, in the order found.</summary>
internal sealed class IssueLog
{
    private readonly List<TerminologyIssue> _issues = [];

    internal IReadOnlyList<TerminologyIssue> Issues => _issues;

    internal void Error(KnowledgeFile source, Base? element, string message) =>
        _issues.Add(new TerminologyIssue(source.File, source.Located.LocationOf(element), message, IsError: true));

    internal void Warning(KnowledgeFile source, Base? element, string message) =>
        _issues.Add(new TerminologyIssue(source.File, source.Located.LocationOf(element), message, IsError: false));
}
