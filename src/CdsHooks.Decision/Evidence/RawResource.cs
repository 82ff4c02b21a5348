using System.Diagnostics.CodeAnalysis;
using System.Text;
using CdsHooks.Fhir.Reading;

namespace CdsHooks.Decision.Evidence;

/// <summary>A resource in the received bytes, parsed once, when it is first read.</summary>
/// <param name="json">The JSON object, UTF-8; it must stay valid until it is read.</param>
/// <param name="fullUrl">The Bundle entry's <c>fullUrl</c>, or null.</param>
[SuppressMessage("Design", "CA1054:URI parameters should not be strings", Justification = "Compared as text; need not be a valid URI.")]
[SuppressMessage("Design", "CA1056:URI properties should not be strings", Justification = "Compared as text; need not be a valid URI.")]
public sealed class RawResource(ReadOnlyMemory<byte> json, string? fullUrl)
{
    private GuardedResource? _read;

    /// <summary>Gets the JSON object, UTF-8.</summary>
    public ReadOnlyMemory<byte> Json => json;

    /// <summary>Gets the Bundle entry's <c>fullUrl</c>; null when it had none.</summary>
    public string? FullUrl => fullUrl;

    /// <summary>Gets a value indicating whether no rule can use it: its codes were scanned, and no rule reads them.</summary>
    /// <value>
    /// The default is false: it was not scanned. A resource that no rule can use matters only as the newer version of another, or, if it is
    /// a Condition, as the reason of another record.
    /// </value>
    public bool IsUnused { get; init; }

    /// <summary>Gets a hash of the id; 0 when it has none.</summary>
    internal int IdHash { get; init; }

    /// <summary>Gets the kind of evidence; null for resources that only help to read others, and for resources that were not scanned.</summary>
    public EvidenceKind? Kind { get; init; }

    /// <summary>Reads the resource.</summary>
    /// <returns>The same object at every call.</returns>
    public GuardedResource Read() => _read ??= GuardedResource.Read(json.Span, fullUrl);

    /// <summary>Returns the same resource as one that no rule can use: a Condition then matters only as the reason of another record.</summary>
    public RawResource AsUnused() => IsUnused ? this : new RawResource(json, fullUrl) { IsUnused = true, IdHash = IdHash, Kind = Kind };

    /// <summary>Returns a resource of the same kind and id with other content.</summary>
    /// <param name="changed">The JSON object, UTF-8, with the same id.</param>
    public RawResource With(ReadOnlyMemory<byte> changed) => new(changed, fullUrl) { IsUnused = IsUnused, IdHash = IdHash, Kind = Kind };

    /// <summary>Hashes an id.</summary>
    internal static int HashOf(ReadOnlySpan<byte> id)
    {
        var hash = default(HashCode);
        hash.AddBytes(id);
        return hash.ToHashCode();
    }

    /// <summary>Hashes an id.</summary>
    internal static int HashOf(string id) => HashOf(Encoding.UTF8.GetBytes(id));
}
