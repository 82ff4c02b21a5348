using Hl7.Fhir.Model;

namespace CdsHooks.Fhir.Terminology;

/// <summary>A ValueSet, CodeSystem or ConceptMap of the knowledge and the file it is in.</summary>
internal sealed record KnowledgeFile(LocatedResource Located, string File)
{
    internal Resource Resource => Located.Resource;

    /// <summary>The canonical URL, or null where it has none.</summary>
    internal string? Url => Resource is IConformanceResource { Url: { } url } && !string.IsNullOrWhiteSpace(url) ? WithoutVersion(url) : null;

    /// <summary>A canonical without <c>|version</c>: one version of each is loaded.</summary>
    internal static string WithoutVersion(string canonical)
    {
        var bar = canonical.IndexOf('|', StringComparison.Ordinal);
        return bar < 0 ? canonical : canonical[..bar];
    }
}
