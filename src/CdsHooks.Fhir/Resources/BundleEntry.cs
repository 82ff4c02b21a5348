using System.Diagnostics.CodeAnalysis;

namespace CdsHooks.Fhir.Resources;

/// <summary>One entry of a Bundle.</summary>
/// <param name="Node">The element, or a missing node.</param>
public readonly record struct BundleEntry(FhirNode Node) : IFhirView<BundleEntry>
{
    /// <summary>The resource's full URL, absolute or <c>urn:uuid:…</c>, or null.</summary>
    [SuppressMessage("Design", "CA1056:URI-like properties should not be strings", Justification = "Compared as sent.")]
    public string? FullUrl => Node["fullUrl"u8].AsString();

    /// <summary>Why a search result has it (match, include, outcome), or null.</summary>
    public string? SearchMode => Node["search"u8]["mode"u8].AsString();

    /// <summary>The resource in hand, or null where the entry has none. Made anew at each call, with issues of its own: keep it.</summary>
    public FhirResource? Resource => Node["resource"u8] is { Exists: true } resource ? FhirResource.Of(resource.Json, FullUrl) : null;

    /// <inheritdoc/>
    static BundleEntry IFhirView<BundleEntry>.Over(FhirNode node) => new(node);

    /// <summary>Where it stands.</summary>
    /// <returns>Never a value from the resource.</returns>
    public override string ToString() => Node.Location;
}
