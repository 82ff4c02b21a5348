namespace CdsHooks.Cli.Pack;

/// <summary>A part of a shard that fits into the memory.</summary>
/// <param name="Number">The number of the bucket.</param>
/// <param name="Shard">The number of its shard.</param>
/// <param name="Bytes">Its size.</param>
internal sealed record Bucket(int Number, int Shard, long Bytes);
