using System.Globalization;
using System.IO.Compression;
using CdsHooks.Simulation.Shards;
using CdsHooks.Workbench;

namespace CdsHooks.Cli.Pack;

/// <summary>Reads a file of an export in batches of whole lines, each in memory of its own.</summary>
internal sealed class ExportReader(ExportFile file, int number)
{
    private const int BatchSize = 1 << 19;
    private const int BufferSize = 1 << 16;

    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    private long _line = 1;

    /// <summary>Gets the SHA-256 of the file in lower-case hexadecimal; empty until all of it has been read.</summary>
    public string Sha256 { get; private set; } = string.Empty;

    /// <summary>Reads the file.</summary>
    /// <param name="progress">Receives the number of bytes of the file that were read.</param>
    /// <exception cref="InvalidInputException">A compressed file is damaged or cut.</exception>
    public IEnumerable<LineBatch> Read(Action<long> progress)
    {
        using var raw = new FileStream(file.Path, FileMode.Open, FileAccess.Read, FileShare.Read, file.IsGzip ? BufferSize : 0, FileOptions.SequentialScan);
        using var hashed = new HashedStream(raw);
        using Stream text = file.IsGzip ? new GZipStream(hashed, CompressionMode.Decompress) : hashed;
        ReadOnlyMemory<byte> rest = default;
        var isFirst = true;
        for (var size = BatchSize; ;)
        {
            var buffer = new byte[size];
            rest.CopyTo(buffer);
            var filled = rest.Length + Fill(text, buffer.AsSpan(rest.Length));
            var isEnd = filled < buffer.Length;
            var start = isFirst && buffer.AsSpan(0, filled).StartsWith(ByteOrderMark) ? ByteOrderMark.Length : 0;
            var end = isEnd ? filled : buffer.AsSpan(0, filled).LastIndexOf((byte)'\n') + 1;
            if (end == 0 && !isEnd)
            {
                // One line is longer than a batch.
                size = size < Array.MaxLength ? (int)Math.Min(2L * size, Array.MaxLength) : throw Damaged("is longer than 2 GB");
                rest = buffer.AsMemory(0, filled);
                continue;
            }

            (isFirst, size, rest) = (false, BatchSize, buffer.AsMemory(end, filled - end));
            progress(hashed.Consumed);
            var batch = new LineBatch(number, _line, buffer.AsMemory(start, end - start));
            _line += batch.Bytes.Span.Count((byte)'\n');
            yield return batch;
            if (isEnd)
            {
                Sha256 = hashed.Complete();
                yield break;
            }

            size = Math.Max(size, 2 * rest.Length);
        }
    }

    private int Fill(Stream stream, Span<byte> buffer)
    {
        try
        {
            return file is { IsGzip: true, Bytes: 0 } ? throw new InvalidDataException() : stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException)
        {
            throw Damaged("cannot be read: the compressed file is damaged or cut");
        }
    }

    private InvalidInputException Damaged(string issue) => new(string.Create(CultureInfo.InvariantCulture, $"{file.Shown} line {_line} or later {issue}."));
}
