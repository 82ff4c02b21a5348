namespace CdsHooks.Fhir.Terminology;

/// <summary>Collects the faults of a build, in the order found.</summary>
internal sealed class FaultLog
{
    private readonly List<TerminologyFault> _faults = [];

    internal IReadOnlyList<TerminologyFault> Faults => _faults;

    internal void Error(string file, FhirNode node, string message) =>
        _faults.Add(new TerminologyFault(file, node.Location, message, IsError: true));

    internal void Warning(string file, FhirNode node, string message) =>
        _faults.Add(new TerminologyFault(file, node.Location, message, IsError: false));

    /// <summary>Takes over what the reading of the file's JSON found.</summary>
    internal void AddIssues(KnowledgeFile source) =>
        _faults.AddRange(source.Resource.Issues.Select(issue => new TerminologyFault(
            source.File,
            issue.Location,
            $"{issue.Code}: expected {issue.Expected}",
            issue.Severity is FhirIssueSeverity.Error)));
}
