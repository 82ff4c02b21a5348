using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CdsHooks.Workbench;

namespace CdsHooks.Simulation.Results;

/// <summary>Reads a result, line by line. Memory does not grow with the flips.</summary>
internal sealed class ResultReader : IDisposable
{
    private const int ShortTail = 1 << 12;
    private const int TailSize = 1 << 20;

    private readonly string _shown;
    private readonly StreamReader _lines;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private string? _next;

    private ResultReader(string shown, StreamReader lines, string headerLine, SimulationHeader header, ResultEnd end, IReadOnlyList<int> shards)
    {
        _shown = shown;
        _lines = lines;
        HeaderLine = headerLine;
        Header = header;
        End = end;
        Shards = shards;
        Add(headerLine);
        _next = lines.ReadLine();
    }

    /// <summary>Gets the header.</summary>
    public SimulationHeader Header { get; }

    /// <summary>Gets the header as written: results with the same header can be merged.</summary>
    public string HeaderLine { get; }

    /// <summary>Gets the last line.</summary>
    public ResultEnd End { get; }

    /// <summary>Gets the shards that the result is about, in order.</summary>
    public IReadOnlyList<int> Shards { get; }

    /// <summary>Opens a result.</summary>
    /// <param name="path">The file.</param>
    /// <param name="shown">The file's name in messages.</param>
    /// <exception cref="InvalidInputException">The file does not exist, is no result, or was cut.</exception>
    public static ResultReader Open(string path, string shown)
    {
        if (!File.Exists(path))
        {
            throw new InvalidInputException($"The file {shown} does not exist.");
        }

        var end = ReadEnd(path, shown);
        var lines = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, TailSize), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        try
        {
            var first = lines.ReadLine() ?? throw NoResult(shown);
            var header = Read(first, ResultJson.Default.SimulationHeader, shown);
            return header.Format is not SimulationHeader.CurrentFormat
                ? throw new InvalidInputException($"{shown} has a format that this version does not read.")
                : new ResultReader(shown, lines, first, header, end, ShardSet.Read(end.Shards, header.Shards) ?? throw Cut(shown));
        }
        catch
        {
            lines.Dispose();
            throw;
        }
    }

    /// <summary>Reads the last line of a result; null when the file does not exist or was not finished.</summary>
    public static ResultEnd? EndOf(string path)
    {
        try
        {
            return File.Exists(path) ? ReadEnd(path, path) : null;
        }
        catch (InvalidInputException)
        {
            return null;
        }
    }

    /// <summary>Reads the next flip; null when there are no more, or the next line of them is about a later shard.</summary>
    /// <param name="shard">The last shard whose flips are read.</param>
    /// <exception cref="InvalidInputException">The line is no flip.</exception>
    public Flip? NextFlip(int shard)
    {
        if (_next is not { } line || !line.StartsWith("{\"flip\":", StringComparison.Ordinal))
        {
            return null;
        }

        var flip = Read(line, ResultJson.Default.FlipLine, _shown).Flip;
        if (flip.Shard > shard)
        {
            return null;
        }

        Advance(line);
        return flip;
    }

    /// <summary>Reads the counts after the flips, and checks the whole file.</summary>
    /// <param name="counts">Receives the counts.</param>
    /// <exception cref="InvalidInputException">The file was changed or cut.</exception>
    public void Finish(Counts counts)
    {
        while (NextFlip(int.MaxValue) is not null)
        {
            // Flips that nobody asked for still belong to the file.
        }

        while (_next is { } line && line.StartsWith("{\"count\":", StringComparison.Ordinal))
        {
            var count = Read(line, ResultJson.Default.CountLine, _shown);
            counts.Add(count.Count, count.Key);
            Advance(line);
        }

        if (!string.Equals(ResultWriter.HashWith(_hash, End), End.Sha256, StringComparison.Ordinal))
        {
            throw new InvalidInputException($"{_shown} was changed or cut after it was written.");
        }
    }

    public void Dispose()
    {
        _lines.Dispose();
        _hash.Dispose();
    }

    private static ResultEnd ReadEnd(string path, string shown)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        var line = LastLine(file, ShortTail) ?? LastLine(file, TailSize) ?? throw Cut(shown);
        return line.StartsWith("{\"end\":", StringComparison.Ordinal) ? Read(line, ResultJson.Default.EndLine, shown).End is { Shards: not null, Sha256: not null } end ? end : throw NoResult(shown) : throw Cut(shown);
    }

    /// <summary>Reads the last line from the end of a file; null when it does not end there, or is longer.</summary>
    private static string? LastLine(FileStream file, int most)
    {
        var tail = new byte[(int)Math.Min(most, file.Length)];
        file.Seek(-tail.Length, SeekOrigin.End);
        file.ReadExactly(tail);
        if (tail is not [.., (byte)'\n'])
        {
            return null;
        }

        var start = tail.AsSpan(0, tail.Length - 1).LastIndexOf((byte)'\n') + 1;
        return start is 0 && tail.Length < file.Length ? null : Encoding.UTF8.GetString(tail.AsSpan(start));
    }

    private static T Read<T>(string line, JsonTypeInfo<T> type, string shown)
    {
        try
        {
            return JsonSerializer.Deserialize(line, type) ?? throw NoResult(shown);
        }
        catch (JsonException)
        {
            throw NoResult(shown);
        }
    }

    private void Advance(string line)
    {
        Add(line);
        _next = _lines.ReadLine();
    }

    private void Add(string line)
    {
        _hash.AppendData(Encoding.UTF8.GetBytes(line));
        _hash.AppendData("\n"u8);
    }

    private static InvalidInputException NoResult(string shown) => new($"{shown} is not a result of a simulation.");

    private static InvalidInputException Cut(string shown) => new($"{shown} is not a whole result: its last line is missing.");
}
