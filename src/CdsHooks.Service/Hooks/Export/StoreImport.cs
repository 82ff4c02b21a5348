using System.Buffers;
using System.IO.Pipelines;
using CdsHooks.Service.Hooks.Decisions;
using CdsHooks.Service.Hooks.Feedback;
using CdsHooks.Service.Host.Store;

namespace CdsHooks.Service.Hooks.Export;

/// <summary>Puts the lines of an export into the store, some at a time. Lines that are already stored change nothing.</summary>
/// <param name="decisions">The decisions of the store.</param>
/// <param name="feedback">The feedback of the store.</param>
/// <param name="report">Receives each line that is not imported: its number and the issue.</param>
internal sealed class StoreImport(DecisionLog decisions, FeedbackLog feedback, Action<long, string> report)
{
    private const int MaxLine = 4 * 1024 * 1024;
    private const int BatchSize = 256;

    private readonly List<DecisionRecord> _decisions = new(BatchSize);
    private readonly List<FeedbackRecord> _feedback = new(BatchSize);

    /// <summary>Gets the number of lines that are new in the store.</summary>
    public long Added { get; private set; }

    /// <summary>Gets the number of lines that were already in it.</summary>
    public long Known { get; private set; }

    /// <summary>Gets the number of lines that cannot be imported.</summary>
    public long Rejected { get; private set; }

    /// <summary>Imports a file.</summary>
    /// <exception cref="StoreUnavailableException">The store is unavailable; what was imported before stays.</exception>
    public async Task RunAsync(Stream file, CancellationToken cancellationToken)
    {
        var lines = PipeReader.Create(file, new StreamPipeReaderOptions(leaveOpen: true));
        for (long number = 1; ; number++)
        {
            var line = await NextLineAsync(lines, cancellationToken);
            if (line is null)
            {
                break;
            }

            Take(line, number);
            if (_decisions.Count == BatchSize || _feedback.Count == BatchSize)
            {
                await WriteAsync(cancellationToken);
            }
        }

        await WriteAsync(cancellationToken);
    }

    private void Take(byte[] line, long number)
    {
        try
        {
            switch (line.Length > MaxLine ? throw new LineException("the line is too long") : line.AsSpan().Trim(" \t\r"u8).IsEmpty ? null : ImportedLine.Read(line))
            {
                case DecisionRecord decision:
                    _decisions.Add(decision);
                    break;
                case FeedbackRecord record:
                    _feedback.Add(record);
                    break;
            }
        }
        catch (LineException exception)
        {
            Rejected++;
            report(number, exception.Message);
        }
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        var added = 0;
        added += _decisions.Count == 0 ? 0 : await decisions.WriteAsync(_decisions, cancellationToken);
        added += _feedback.Count == 0 ? 0 : await feedback.WriteAsync(_feedback, cancellationToken);
        Added += added;
        Known += _decisions.Count + _feedback.Count - added;
        _decisions.Clear();
        _feedback.Clear();
    }

    /// <summary>Reads up to the next line break.</summary>
    /// <returns>The line; null at the end. Of a line that is too long, only so much that this shows.</returns>
    private static async ValueTask<byte[]?> NextLineAsync(PipeReader lines, CancellationToken cancellationToken)
    {
        byte[]? tooLong = null;
        while (true)
        {
            var read = await lines.ReadAsync(cancellationToken);
            if (read.Buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = tooLong ?? read.Buffer.Slice(0, end).ToArray();
                lines.AdvanceTo(read.Buffer.GetPosition(1, end));
                return line;
            }

            if (read.IsCompleted)
            {
                var rest = tooLong ?? (read.Buffer.IsEmpty ? null : read.Buffer.ToArray());
                lines.AdvanceTo(read.Buffer.End);
                return rest;
            }

            if (read.Buffer.Length > MaxLine)
            {
                tooLong = new byte[MaxLine + 1];
                lines.AdvanceTo(read.Buffer.End);
            }
            else
            {
                lines.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            }
        }
    }
}
