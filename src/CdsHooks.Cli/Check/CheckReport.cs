namespace CdsHooks.Cli.Check;

/// <summary>What the check read, and what it found.</summary>
/// <param name="Directory">The folder of the rules.</param>
/// <param name="Read">How many of each thing were read, in words to be shown.</param>
/// <param name="Findings">The findings, the worst first, then by file.</param>
internal sealed record CheckReport(string Directory, IReadOnlyList<(string What, int Count)> Read, IReadOnlyList<CheckFinding> Findings)
{
    public int Count(Severity severity) => Findings.Count(finding => finding.Severity == severity);
}
