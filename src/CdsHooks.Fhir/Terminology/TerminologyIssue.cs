using Hl7.Fhir.Model;

namespace CdsHooks.Fhir.Terminology;

/// <summary>One issue in the value sets, code systems and concept maps.</summary>
/// <param name="File">The file, as named to <see cref="TerminologyBuilder.Add"/>.</param>
/// <param name="Location">The FHIRPath in the file: <c>ValueSet.compose.include[0].concept[3].code</c>.</param>
/// <param name="Message">The issue, for the author of the file.</param>
/// <param name="IsError">True when the knowledge folder must be rejected; false for a warning.</param>
public sealed record TerminologyIssue(string File, string Location, string Message, bool IsError);

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

/// <summary>A ValueSet, CodeSystem or ConceptMap and its file.</summary>
internal sealed record KnowledgeFile(LocatedResource Located, string File)
{
    internal Resource Resource => Located.Resource;

    /// <summary>Gets the canonical URL without <c>|version</c>, or null.</summary>
    internal string? Url => Resource is IConformanceResource { Url: { } url } && !string.IsNullOrWhiteSpace(url) ? WithoutVersion(url) : null;

    /// <summary>Removes <c>|version</c> from a canonical: one version of each resource is loaded.</summary>
    internal static string WithoutVersion(string canonical)
    {
        var bar = canonical.IndexOf('|', StringComparison.Ordinal);
        return bar < 0 ? canonical : canonical[..bar];
    }
}
