using System.Buffers.Binary;
using System.Text;
using CdsHooks.Cli.Output;
using CdsHooks.Simulation.Shards;

namespace CdsHooks.Cli.Pack;

/// <summary>
/// Brings lines from the order of the export into that of the shards. Each goes to the temporary file of its bucket together with its place in it; afterwards
/// a bucket is put together in memory. All writing is sequential.
/// </summary>
internal sealed class Buckets : IDisposable
{
    private const int Header = sizeof(int) + sizeof(int);

    private readonly string _folder;
    private readonly IReadOnlyList<Bucket> _buckets;
    private readonly FileStream[] _files;

    /// <summary>Initializes a new instance of the <see cref="Buckets"/> class.</summary>
    /// <param name="folder">The folder for the temporary files.</param>
    /// <param name="buckets">The buckets, by number.</param>
    /// <param name="waitingBytes">The memory for lines that wait to be written.</param>
    public Buckets(string folder, IReadOnlyList<Bucket> buckets, long waitingBytes)
    {
        if (buckets.Any(bucket => bucket.Bytes > Array.MaxLength))
        {
            throw new CommandException("A patient has more than 2 GB of resources, which no chart can hold.");
        }

        _folder = folder;
        _buckets = buckets;
        var buffer = (int)Math.Clamp(waitingBytes / Math.Max(buckets.Count, 1), 1 << 12, 1 << 18);
        _files = [.. buckets.Select(bucket => new FileStream(PathOf(bucket.Number), FileMode.CreateNew, FileAccess.Write, FileShare.None, buffer))];
    }

    /// <summary>Writes a line.</summary>
    public void Add(Place place, ReadOnlySpan<byte> resource)
    {
        var file = _files[place.Bucket];
        var length = Encoding.UTF8.GetByteCount(place.Patient);
        Span<byte> head = length <= 256 ? stackalloc byte[Header + length + 1] : new byte[Header + length + 1];
        BinaryPrimitives.WriteInt32LittleEndian(head, (int)place.Start);
        BinaryPrimitives.WriteInt32LittleEndian(head[sizeof(int)..], length + 1 + resource.Length + 1);
        Encoding.UTF8.GetBytes(place.Patient, head[Header..]);
        head[^1] = (byte)'\t';
        file.Write(head);
        file.Write(resource);
        file.WriteByte((byte)'\n');
    }

    /// <summary>Closes the temporary files, before buckets are put together.</summary>
    public void Complete()
    {
        foreach (var file in _files)
        {
            file.Dispose();
        }
    }

    /// <summary>Makes a buffer that holds any bucket.</summary>
    public byte[] NewBuffer() => new byte[_buckets.Select(bucket => bucket.Bytes).DefaultIfEmpty().Max()];

    /// <summary>Puts a shard together and removes its temporary files.</summary>
    /// <param name="output">The folder of the shard.</param>
    /// <param name="shard">The number of the shard.</param>
    /// <param name="shards">The number of all shards.</param>
    /// <param name="buffer">A buffer, see <see cref="NewBuffer"/>.</param>
    public PackShard WriteShard(string output, int shard, int shards, byte[] buffer)
    {
        using var writer = new ShardWriter(output, shard, shards);
        foreach (var bucket in _buckets.Where(bucket => bucket.Shard == shard))
        {
            Assemble(bucket, buffer);
            WriteLines(buffer.AsSpan(0, (int)bucket.Bytes), writer);
            File.Delete(PathOf(bucket.Number));
        }

        return writer.Complete();
    }

    public void Dispose() => Complete();

    private static void WriteLines(ReadOnlySpan<byte> lines, ShardWriter writer)
    {
        while (!lines.IsEmpty)
        {
            var end = lines.IndexOf((byte)'\n');
            var line = lines[..end];
            var tab = line.IndexOf((byte)'\t');
            writer.Write(line[..tab], line[(tab + 1)..]);
            lines = lines[(end + 1)..];
        }
    }

    private void Assemble(Bucket bucket, byte[] lines)
    {
        using var file = new FileStream(PathOf(bucket.Number), FileMode.Open, FileAccess.Read, FileShare.None, 1 << 18, FileOptions.SequentialScan);
        Span<byte> head = stackalloc byte[Header];
        for (long filled = 0; filled < bucket.Bytes;)
        {
            file.ReadExactly(head);
            var length = BinaryPrimitives.ReadInt32LittleEndian(head[sizeof(int)..]);
            file.ReadExactly(lines, BinaryPrimitives.ReadInt32LittleEndian(head), length);
            filled += length;
        }
    }

    private string PathOf(int bucket) => Path.Combine(_folder, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"bucket-{bucket}"));
}
