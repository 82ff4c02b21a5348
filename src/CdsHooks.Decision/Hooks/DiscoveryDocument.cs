namespace CdsHooks.Decision.Hooks;

/// <summary>The discovery document as it stands in its file, and what we read in it.</summary>
/// <param name="Bytes">The file.</param>
/// <param name="Services">Its services.</param>
public sealed record DiscoveryDocument(ReadOnlyMemory<byte> Bytes, IReadOnlyList<AdvertisedService> Services);
