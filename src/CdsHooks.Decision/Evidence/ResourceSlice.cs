namespace CdsHooks.Decision.Evidence;

/// <summary>One resource as it stands in the received bytes, not yet parsed.</summary>
/// <param name="Json">The JSON object, UTF-8; it stays valid as long as the buffer it was cut from.</param>
/// <param name="FullUrl">The Bundle entry's <c>fullUrl</c>, when it had one.</param>
public readonly record struct ResourceSlice(ReadOnlyMemory<byte> Json, string? FullUrl);
