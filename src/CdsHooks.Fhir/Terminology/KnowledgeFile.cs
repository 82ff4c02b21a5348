namespace CdsHooks.Fhir.Terminology;

/// <summary>A resource of the knowledge and the file it stands in.</summary>
internal sealed record KnowledgeFile(FhirResource Resource, string File)
{
    /// <summary>The canonical URL, or null where it has none.</summary>
    internal string? Url => Resource.Root["url"u8].AsString() is { } url && !string.IsNullOrWhiteSpace(url) ? WithoutVersion(url) : null;

    /// <summary>A canonical without <c>|version</c>: one version of each is loaded.</summary>
    internal static string WithoutVersion(string canonical)
    {
        var bar = canonical.IndexOf('|', StringComparison.Ordinal);
        return bar < 0 ? canonical : canonical[..bar];
    }
}
