namespace CdsHooks.Tests.Synthetic;

/// <summary>A whole generated chart.</summary>
/// <param name="Seed">The number it was made from.</param>
/// <param name="Patient">The Patient, JSON.</param>
/// <param name="Resources">Everything else.</param>
internal sealed record SyntheticChart(uint Seed, string Patient, IReadOnlyList<SyntheticResource> Resources);
