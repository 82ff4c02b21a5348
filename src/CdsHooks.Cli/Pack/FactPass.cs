using System.Collections.Concurrent;
using System.Globalization;
using CdsHooks.Simulation.Shards;
using CdsHooks.Workbench;

namespace CdsHooks.Cli.Pack;

/// <summary>The first pass over an export: reads the facts of every resource into the database, on all threads.</summary>
internal sealed class FactPass(ExportFolder export, PackOptions options) : IDisposable
{
    private readonly ConcurrentBag<Worker> _idle = [];
    private readonly ConcurrentBag<Worker> _workers = [];
    private readonly long[] _lines = new long[export.Resources.Count];
    private readonly long[] _badLines = new long[export.Resources.Count];
    private readonly string[] _hashes = new string[export.Resources.Count];
    private readonly Lock _lock = new();
    private (int File, long Line, string Issue)? _firstBad;
    private volatile bool _isBad;

    /// <summary>Gets the files as the manifest lists them.</summary>
    public IReadOnlyList<PackInput> Inputs =>
        [.. export.Resources.Select((file, number) => new PackInput(file.Name, file.Bytes, _lines[number], _hashes[number], _badLines[number]))];

    /// <summary>Gets the number of patients with a link to another.</summary>
    public long Linked => _workers.Sum(worker => worker.Linked);

    /// <summary>Gets the number of patients who are not active.</summary>
    public long Inactive => _workers.Sum(worker => worker.Inactive);

    /// <summary>Gets the number of a line in the whole export.</summary>
    public static long Seq(int file, long line) => ((long)file << 40) | line;

    /// <summary>Reads all files.</summary>
    /// <exception cref="InvalidInputException">A line is no resource, or a compressed file is damaged.</exception>
    public void Run(PackDatabase database, PackProgress progress)
    {
        Parallels.ForEach(
            Batches(progress),
            options.Threads,
            () => _idle.TryTake(out var worker) ? worker : NewWorker(database),
            (worker, batch) => batch.ForEach((line, resource) => Add(worker, batch.File, line, resource)),
            _idle.Add);
        if (_firstBad is { } bad)
        {
            throw new InvalidInputException(string.Create(
                CultureInfo.InvariantCulture, $"{export.Resources[bad.File].Shown} line {bad.Line} {bad.Issue}. --skip-bad-lines leaves such lines out and counts them."));
        }

        foreach (var worker in _workers)
        {
            worker.Tables.Flush();
        }
    }

    public void Dispose()
    {
        foreach (var worker in _workers)
        {
            worker.Dispose();
        }
    }

    private IEnumerable<LineBatch> Batches(PackProgress progress)
    {
        for (var number = 0; number < export.Resources.Count; number++)
        {
            var reader = new ExportReader(export.Resources[number], number);
            foreach (var batch in reader.Read(progress.Advance))
            {
                yield return batch;
                if (_isBad)
                {
                    yield break;
                }
            }

            _hashes[number] = reader.Sha256;
        }
    }

    private Worker NewWorker(PackDatabase database)
    {
        var worker = new Worker(database);
        _workers.Add(worker);
        return worker;
    }

    private void Add(Worker worker, int file, long line, ReadOnlyMemory<byte> resource)
    {
        if (worker.Scanner.Read(resource, worker.Facts) is { } issue)
        {
            Interlocked.Increment(ref _badLines[file]);
            if (!options.SkipsBadLines)
            {
                Note((file, line, issue));
            }

            return;
        }

        Interlocked.Increment(ref _lines[file]);
        worker.Linked += worker.Facts.IsLinked ? 1 : 0;
        worker.Inactive += worker.Facts.IsInactive ? 1 : 0;
        worker.Tables.Add(Seq(file, line), resource.Length, worker.Facts);
    }

    // Threads find bad lines in any order; the first of the export is named.
    private void Note((int File, long Line, string Issue) bad)
    {
        _isBad = true;
        lock (_lock)
        {
            if (_firstBad is not { } first || (bad.File, bad.Line).CompareTo((first.File, first.Line)) < 0)
            {
                _firstBad = bad;
            }
        }
    }

    private sealed class Worker(PackDatabase database) : IDisposable
    {
        public FactTables Tables { get; } = new(database);

        public ResourceScanner Scanner { get; } = new();

        public ResourceFacts Facts { get; } = new();

        public long Linked { get; set; }

        public long Inactive { get; set; }

        public void Dispose() => Tables.Dispose();
    }
}
