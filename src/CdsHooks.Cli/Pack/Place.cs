namespace CdsHooks.Cli.Pack;

/// <summary>The place of a line in the shards.</summary>
/// <param name="Seq">The place of the resource in the export.</param>
/// <param name="Patient">The id of its patient.</param>
/// <param name="Bucket">The number of the bucket.</param>
/// <param name="Start">The first byte in the bucket.</param>
internal readonly record struct Place(long Seq, string Patient, int Bucket, long Start);
