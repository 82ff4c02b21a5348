using CdsHooks.Decision.Plan;

namespace CdsHooks.Cli.Check;

/// <summary>One thing that the check found.</summary>
/// <param name="Severity">How bad it is.</param>
/// <param name="File">The file, relative to the folder of the rules.</param>
/// <param name="Location">FHIRPath or JSON path in the file; empty for the whole file.</param>
/// <param name="Message">What is wrong.</param>
internal sealed record CheckFinding(Severity Severity, string File, string Location, string Message)
{
    /// <summary>Gets the nearest id above the place; null when there is none.</summary>
    public string? Near { get; init; }

    public static CheckFinding Of(KnowledgeIssue issue) =>
        new(issue.IsError ? Severity.Error : Severity.Warning, issue.File, issue.Location, issue.Message);
}
