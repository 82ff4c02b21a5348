using CdsHooks.Decision.Plan;

namespace CdsHooks.Cli.Check;

/// <summary>The result of the check.</summary>
/// <param name="Directory">The folder of the rules.</param>
/// <param name="Read">The number of artifacts of each kind that were read, with the kind's name.</param>
/// <param name="Findings">The findings by descending severity, then by file.</param>
internal sealed record CheckReport(string Directory, IReadOnlyList<(string What, int Count)> Read, IReadOnlyList<CheckFinding> Findings)
{
    public int Count(Severity severity) => Findings.Count(finding => finding.Severity == severity);
}

/// <summary>A finding of the check.</summary>
/// <param name="Severity">The severity.</param>
/// <param name="File">The file, relative to the folder of the rules.</param>
/// <param name="Location">The FHIRPath or JSON path in the file; empty for the whole file.</param>
/// <param name="Message">The description of the issue.</param>
internal sealed record CheckFinding(Severity Severity, string File, string Location, string Message)
{
    /// <summary>Gets the nearest id above the location; null when there is none.</summary>
    public string? Near { get; init; }

    public static CheckFinding Of(KnowledgeIssue issue) =>
        new(issue.IsError ? Severity.Error : Severity.Warning, issue.File, issue.Location, issue.Message);
}

/// <summary>The severity of a finding.</summary>
internal enum Severity
{
    /// <summary>The rules must not be used.</summary>
    Error,

    /// <summary>Probably a mistake.</summary>
    Warning,

    /// <summary>Information.</summary>
    Note,
}
