using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace CdsHooks.Simulation.Results;

/// <summary>Writes a result beside its file and renames it when it is whole. Without <see cref="Finish"/>, nothing is left.</summary>
/// <remarks>
/// A scheduler may start a task again while the first is still writing on a node that it lost sight of. Each writes a file of its own, and
/// both write the same bytes.
/// </remarks>
internal sealed class ResultWriter : IDisposable
{
    private const string Unfinished = ".part";
    private const int BufferSize = 1 << 16;

    private readonly string _path;
    private readonly string _part;
    private readonly FileStream _file;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly ArrayBufferWriter<byte> _buffer = new(BufferSize);
    private readonly SimulationHeader _header;
    private long _flips;
    private bool _isFinished;

    /// <summary>Initializes a new instance of the <see cref="ResultWriter"/> class, and writes the header.</summary>
    /// <param name="path">The file; it is replaced when there is one.</param>
    /// <param name="header">The header.</param>
    public ResultWriter(string path, SimulationHeader header)
    {
        _path = path;
        _part = $"{path}.{Path.GetRandomFileName()}{Unfinished}";
        _header = header;
        _file = OwnFile(_part);
        Write(header, ResultJson.Default.SimulationHeader);
    }

    /// <summary>Gets the first line of a result.</summary>
    public static string LineOf(SimulationHeader header) => JsonSerializer.Serialize(header, ResultJson.Default.SimulationHeader);

    /// <summary>Completes a hash of the lines of a result with the last one, which holds it.</summary>
    /// <returns>The SHA-256, in lower-case hexadecimal.</returns>
    internal static string HashWith(IncrementalHash lines, ResultEnd end)
    {
        lines.AppendData(JsonSerializer.SerializeToUtf8Bytes(new EndLine(end with { Sha256 = string.Empty }), ResultJson.Default.EndLine));
        return Convert.ToHexStringLower(lines.GetHashAndReset());
    }

    /// <summary>Writes a flip. Flips come in the order of their shards.</summary>
    public void Write(Flip flip)
    {
        _flips++;
        Write(new FlipLine(flip), ResultJson.Default.FlipLine);
    }

    /// <summary>Writes the counts and the last line, and gives the file its name.</summary>
    /// <param name="shards">The shards that the result is about.</param>
    /// <param name="counts">The counts.</param>
    public void Finish(IEnumerable<int> shards, Counts counts)
    {
        var lines = 0;
        foreach (var (key, count) in counts.All)
        {
            lines++;
            Write(new CountLine(count, key), ResultJson.Default.CountLine);
        }

        Flush();
        var end = new ResultEnd(
            ShardSet.Write(shards),
            counts.Of(CountNames.Patients),
            counts.Below(CountNames.Calls).Sum(calls => calls.Count),
            _flips,
            lines,
            HashOf(_header.Served),
            _header.Candidate is { } candidate ? HashOf(candidate) : null,
            Sha256: string.Empty);
        end = end with { Sha256 = HashWith(_hash, end) };
        Write(new EndLine(end), ResultJson.Default.EndLine);
        Flush();
        _file.Flush(flushToDisk: true);
        _file.Dispose();
        GiveName();
        _isFinished = true;
    }

    /// <summary>Removes what is not finished.</summary>
    public void Dispose()
    {
        _hash.Dispose();
        if (!_isFinished)
        {
            _file.Dispose();
            File.Delete(_part);
        }
    }

    /// <summary>Gives the file its name, and removes what tasks that were killed left of it.</summary>
    private void GiveName()
    {
        try
        {
            File.Move(_part, _path, overwrite: true);
        }
        catch (FileNotFoundException) when (File.Exists(_path))
        {
            // Another task was faster, and took this one for dead.
        }

        foreach (var leftover in Directory.EnumerateFiles(Path.GetDirectoryName(Path.GetFullPath(_path))!, $"{Path.GetFileName(_path)}.*{Unfinished}"))
        {
            File.Delete(leftover);
        }
    }

    /// <summary>Creates a file that no one else may read: flips name patients.</summary>
    private static FileStream OwnFile(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 1 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }

    private static string HashOf(SideIdentity side) => $"{side.Version}:{side.Parameters}";

    private void Write<T>(T line, JsonTypeInfo<T> type)
    {
        using (var writer = new Utf8JsonWriter(_buffer))
        {
            JsonSerializer.Serialize(writer, line, type);
        }

        _buffer.Write("\n"u8);
        if (_buffer.WrittenCount >= BufferSize)
        {
            Flush();
        }
    }

    private void Flush()
    {
        _hash.AppendData(_buffer.WrittenSpan);
        _file.Write(_buffer.WrittenSpan);
        _buffer.ResetWrittenCount();
    }
}
