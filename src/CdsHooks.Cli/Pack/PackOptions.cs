namespace CdsHooks.Cli.Pack;

/// <summary>The options of <c>simulate pack</c>.</summary>
/// <param name="Shards">The number of shards; null for one that suits the size.</param>
/// <param name="MemoryBytes">The memory to be used, about.</param>
/// <param name="Threads">The number of threads.</param>
/// <param name="CompleteTypes">The types that the user states to be complete.</param>
/// <param name="SkipsBadLines">True to leave out lines that hold no resource.</param>
internal sealed record PackOptions(int? Shards, long MemoryBytes, int Threads, IReadOnlyList<string> CompleteTypes, bool SkipsBadLines)
{
    private const long ShardBytes = 64 << 20;
    private const int FewestShards = 16;

    /// <summary>The most shards that file names have digits for.</summary>
    public const int MostShards = 100_000;

    /// <summary>Gets the memory of the database.</summary>
    public long DatabaseBytes => MemoryBytes / 2;

    /// <summary>Gets the memory in which lines wait to be written to their buckets.</summary>
    public long WaitingBytes => MemoryBytes / 8;

    /// <summary>Gets the size of a bucket, of which every thread holds one.</summary>
    public long BucketBytes { get; init; } = MemoryBytes / 4 / Threads;

    /// <summary>Gets the number of shards for so many bytes.</summary>
    public int ShardsFor(long bytes) => Shards ?? (int)Math.Clamp(bytes / ShardBytes, FewestShards, MostShards);
}
