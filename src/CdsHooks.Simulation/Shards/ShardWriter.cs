using System.Security.Cryptography;
using System.Text;

namespace CdsHooks.Simulation.Shards;

/// <summary>Writes one shard: beside, and renamed when it is complete.</summary>
internal sealed class ShardWriter : IDisposable
{
    /// <summary>The ending of a file that is being written.</summary>
    public const string Part = ".part";

    private const int BufferSize = 1 << 18;

    private readonly string _path;
    private readonly (int Number, int Of) _place;
    private readonly FileStream _file;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _buffer = new byte[BufferSize];
    private int _filled;
    private byte[] _patient = [];
    private long _patients;
    private long _resources;
    private long _bytes;

    /// <summary>Initializes a new instance of the <see cref="ShardWriter"/> class.</summary>
    /// <param name="folder">The folder of the pack, which exists.</param>
    /// <param name="number">The number of the shard.</param>
    /// <param name="shards">The number of all shards.</param>
    public ShardWriter(string folder, int number, int shards)
    {
        _path = Path.Combine(folder, ShardNumber.FileName(number));
        _place = (number, shards);
        _file = new FileStream(_path + Part, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
    }

    /// <summary>Adds a resource. A patient's resources come together, and patients in the order of their ids' bytes in UTF-8.</summary>
    /// <param name="patientId">The patient's logical id.</param>
    /// <param name="resource">The resource as JSON in UTF-8, without a line break.</param>
    public void Write(string patientId, ReadOnlySpan<byte> resource) => Write(Encoding.UTF8.GetBytes(patientId), resource);

    /// <inheritdoc cref="Write(string, ReadOnlySpan{byte})"/>
    /// <exception cref="ArgumentException">The id cannot stand in a shard, belongs to another shard or comes out of order, or the resource has a line break.</exception>
    public void Write(ReadOnlySpan<byte> patientId, ReadOnlySpan<byte> resource)
    {
        if (_patients == 0 || !patientId.SequenceEqual(_patient))
        {
            Begin(patientId);
        }

        if (resource.IsEmpty || resource.Contains((byte)'\n'))
        {
            throw new ArgumentException("A resource has to be one line.", nameof(resource));
        }

        Append(patientId);
        Append("\t"u8);
        Append(resource);
        Append("\n"u8);
        _resources++;
    }

    /// <summary>Completes the file and gives it its name.</summary>
    /// <returns>The shard as the manifest lists it.</returns>
    public PackShard Complete()
    {
        Flush();
        _file.Dispose();
        File.Move(_path + Part, _path, overwrite: false);
        return new PackShard(Path.GetFileName(_path), _patients, _resources, _bytes, Convert.ToHexStringLower(_hash.GetHashAndReset()));
    }

    public void Dispose()
    {
        _file.Dispose();
        _hash.Dispose();
    }

    private void Begin(ReadOnlySpan<byte> patientId)
    {
        if (patientId.IsEmpty || patientId.ContainsAny((byte)'\t', (byte)'\n', (byte)'\r'))
        {
            throw new ArgumentException("The id of a patient is empty or has a tab or a line break.", nameof(patientId));
        }

        if (_patients > 0 && patientId.SequenceCompareTo(_patient) <= 0)
        {
            throw new ArgumentException("Patients have to come in the order of their ids, each once.", nameof(patientId));
        }

        if (ShardNumber.Of(patientId, _place.Of) != _place.Number)
        {
            throw new ArgumentException("The patient belongs to another shard.", nameof(patientId));
        }

        _patient = patientId.ToArray();
        _patients++;
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > _buffer.Length - _filled)
        {
            var room = _buffer.Length - _filled;
            bytes[..room].CopyTo(_buffer.AsSpan(_filled));
            _filled = _buffer.Length;
            bytes = bytes[room..];
            Flush();
        }

        bytes.CopyTo(_buffer.AsSpan(_filled));
        _filled += bytes.Length;
    }

    private void Flush()
    {
        _hash.AppendData(_buffer, 0, _filled);
        _file.Write(_buffer, 0, _filled);
        _bytes += _filled;
        _filled = 0;
    }
}
