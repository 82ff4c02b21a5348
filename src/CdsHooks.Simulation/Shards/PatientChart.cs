namespace CdsHooks.Simulation.Shards;

/// <summary>One patient of a shard.</summary>
/// <param name="id">The logical id.</param>
/// <param name="resources">The resources, each as JSON in UTF-8, in the order of the shard.</param>
internal sealed class PatientChart(string id, IReadOnlyList<ReadOnlyMemory<byte>> resources)
{
    /// <summary>Gets the patient's logical id.</summary>
    public string Id => id;

    /// <summary>Gets the patient's resources in the order of the shard, each as JSON in UTF-8.</summary>
    /// <remarks>Those of a <see cref="ShardReader"/> are overwritten when it reads the next patient.</remarks>
    public IReadOnlyList<ReadOnlyMemory<byte>> Resources => resources;
}
