namespace CdsHooks.Cli.Cases;

/// <summary>One call to be tried: a case as it stands, or one of its runs.</summary>
/// <param name="Name">The case's folder name, with <c>/</c> and the run's name where there is one.</param>
/// <param name="Folder">Where the run's own files stand, and where its response is kept.</param>
/// <param name="Request">The request.</param>
/// <param name="Expected">What must come of it.</param>
/// <param name="Parameters">A site profile; null for the plan's own values.</param>
internal sealed record CaseRun(string Name, string Folder, string Request, string Expected, string? Parameters)
{
    /// <summary>Gets the file that keeps the whole response.</summary>
    public string Response => Path.Combine(Folder, "response.json");
}
