using System.Diagnostics.CodeAnalysis;
using System.Text;
using CdsHooks.Fhir.Reading;

namespace CdsHooks.Decision.Evidence;

/// <summary>One resource as it stands in the received bytes, read when somebody asks for it, and once.</summary>
/// <param name="json">The JSON object, UTF-8; it must stay valid until it is read.</param>
/// <param name="fullUrl">The Bundle entry's <c>fullUrl</c>, when it had one.</param>
[SuppressMessage("Design", "CA1054:URI parameters should not be strings", Justification = "Compared as text; need not be a valid URI.")]
[SuppressMessage("Design", "CA1056:URI properties should not be strings", Justification = "Compared as text; need not be a valid URI.")]
public sealed class RawResource(ReadOnlyMemory<byte> json, string? fullUrl)
{
    private GuardedResource? _read;

    /// <summary>Gets the JSON object, UTF-8.</summary>
    public ReadOnlyMemory<byte> Json => json;

    /// <summary>Gets the Bundle entry's <c>fullUrl</c>; null when it had none.</summary>
    public string? FullUrl => fullUrl;

    /// <summary>Gets a value indicating whether no rule can use it: what it is about was seen and can be read, and no rule asks for it.</summary>
    /// <value>
    /// The default is false: it has not been looked through. One that no rule can use speaks only as the newer version of another, or,
    /// if it is a Condition, as the reason of something else.
    /// </value>
    public bool IsUnused { get; init; }

    /// <summary>Gets a number that is the same for the same id; 0 where it has no id.</summary>
    internal int IdHash { get; init; }

    /// <summary>Gets the kind of evidence it is; null for what only helps to read others, and for what was not looked through.</summary>
    internal EvidenceKind? Kind { get; init; }

    /// <summary>Reads the resource.</summary>
    /// <returns>The same object at every call.</returns>
    public GuardedResource Read() => _read ??= GuardedResource.Read(json.Span, fullUrl);

    /// <summary>The number of an id.</summary>
    internal static int HashOf(ReadOnlySpan<byte> id)
    {
        var hash = default(HashCode);
        hash.AddBytes(id);
        return hash.ToHashCode();
    }

    /// <summary>The number of an id.</summary>
    internal static int HashOf(string id) => HashOf(Encoding.UTF8.GetBytes(id));
}
