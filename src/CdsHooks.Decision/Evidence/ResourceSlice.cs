using System.Diagnostics.CodeAnalysis;

namespace CdsHooks.Decision.Evidence;

/// <summary>One resource as it stands in the received bytes, not yet parsed.</summary>
/// <param name="Json">The JSON object, UTF-8; it stays valid as long as the buffer it was cut from.</param>
/// <param name="FullUrl">The Bundle entry's <c>fullUrl</c>, when it had one.</param>
[SuppressMessage("Design", "CA1054:URI parameters should not be strings", Justification = "Compared as text; need not be a valid URI.")]
[SuppressMessage("Design", "CA1056:URI properties should not be strings", Justification = "Compared as text; need not be a valid URI.")]
public readonly record struct ResourceSlice(ReadOnlyMemory<byte> Json, string? FullUrl)
{
    /// <summary>Gets a value indicating whether every code in it was seen and the rules know none of them.</summary>
    /// <value>The default is false: it has not been looked through.</value>
    public bool HoldsNoKnownCode { get; init; }
}
