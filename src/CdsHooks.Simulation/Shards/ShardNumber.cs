using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CdsHooks.Simulation.Shards;

/// <summary>Assigns patients to shards.</summary>
internal static class ShardNumber
{
    /// <summary>The rule by which patients are assigned, as a manifest states it.</summary>
    public const string Rule = "first 32 bits of SHA-256 of the patient's id in UTF-8, big-endian, modulo the number of shards";

    /// <summary>Gets the number of a patient's shard, the same in every version and on every machine.</summary>
    /// <param name="patientId">The logical id of the patient.</param>
    /// <param name="shards">The number of shards, at least 1.</param>
    /// <returns>From 0 to one less than <paramref name="shards"/>.</returns>
    public static int Of(string patientId, int shards) => Of(Encoding.UTF8.GetBytes(patientId), shards);

    /// <summary>Gets the number of a patient's shard from the id in UTF-8.</summary>
    public static int Of(ReadOnlySpan<byte> patientId, int shards)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(patientId, hash);
        return (int)(BinaryPrimitives.ReadUInt32BigEndian(hash) % (uint)shards);
    }

    /// <summary>Gets the file name of a shard, <c>shard-00000.tsv</c>.</summary>
    public static string FileName(int number) => string.Create(CultureInfo.InvariantCulture, $"shard-{number:D5}.tsv");
}
