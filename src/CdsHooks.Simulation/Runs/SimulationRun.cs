using System.Globalization;
using CdsHooks.Simulation.Results;
using CdsHooks.Workbench;

namespace CdsHooks.Simulation.Runs;

/// <summary>Judges all shards on one machine and merges the results. A run that was killed goes on with the shards that are missing.</summary>
/// <param name="setup">The simulation.</param>
internal sealed class SimulationRun(SimulationSetup setup)
{
    /// <summary>The name of the merged result in the folder of a run.</summary>
    public const string ResultFile = "result.ndjson";

    private const string ShardsFolder = "shards";
    private const string Ending = ".result.ndjson";

    /// <summary>Runs the simulation.</summary>
    /// <param name="folder">The folder of the run; it is created. Results of the same simulation that are in it are kept.</param>
    /// <param name="workers">The number of shards that are judged at the same time.</param>
    /// <param name="progress">Receives the progress; called by any thread.</param>
    /// <param name="cancellationToken">Ends the run; finished shards stay.</param>
    /// <returns>The path of the merged result.</returns>
    /// <exception cref="InvalidInputException">The pack is not what its manifest states, or the folder has the results of another simulation.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public string Run(string folder, int workers, Action<SimulationProgress>? progress, CancellationToken cancellationToken)
    {
        var result = Path.Combine(folder, ResultFile);
        setup.Pack.CheckOutput(folder);
        if (ResultReader.EndOf(result) is not null)
        {
            CheckSame(result, ResultFile);
        }

        var shards = Path.Combine(folder, ShardsFolder);
        Directory.CreateDirectory(shards);
        var counter = new Progress(setup, progress);
        var missing = Missing(shards, counter);
        counter.Add(0);
        var run = new ShardRun(setup);
        try
        {
            // On the threads of the caller: the service's are few, and go behind those that answer calls.
            ParallelOptions options = new() { MaxDegreeOfParallelism = Math.Max(1, workers), CancellationToken = cancellationToken, TaskScheduler = TaskScheduler.Current };
            Parallel.ForEach(missing, options, shard =>
                run.Run(shard, PathOf(shards, shard), counter.Add, cancellationToken));
        }
        catch (AggregateException exception) when (exception.Flatten().InnerExceptions.OfType<InvalidInputException>().FirstOrDefault() is { } input)
        {
            throw new InvalidInputException(input.Message);
        }

        try
        {
            ResultMerge.Merge([.. Enumerable.Range(0, setup.Header.Shards).Select(shard => (PathOf(shards, shard), FileOf(shard)))], result, allowPart: false);
        }
        catch (InvalidInputException exception)
        {
            throw new InvalidInputException($"{exception.Message} Remove the file from the folder {ShardsFolder} and start again: its shard is judged anew.");
        }

        return result;
    }

    /// <summary>Gets the SHA-256 of the manifest of the pack of which the folder of a run has results; null while it has none.</summary>
    public static string? PackOf(string folder)
    {
        var shards = Path.Combine(folder, ShardsFolder);
        if (!Directory.Exists(shards))
        {
            return null;
        }

        var path = Directory.EnumerateFiles(shards, $"*{Ending}").Order(StringComparer.Ordinal).FirstOrDefault(path => ResultReader.EndOf(path) is not null);
        if (path is null)
        {
            return null;
        }

        using var reader = ResultReader.Open(path, Path.GetFileName(path));
        return reader.Header.Pack;
    }

    /// <summary>Gets the file name of a shard's result.</summary>
    public static string FileOf(int shard) => string.Create(CultureInfo.InvariantCulture, $"shard-{shard:D5}{Ending}");

    private List<int> Missing(string shards, Progress counter)
    {
        List<int> missing = [];
        for (var shard = 0; shard < setup.Header.Shards; shard++)
        {
            var path = PathOf(shards, shard);
            if (ResultReader.EndOf(path) is null)
            {
                missing.Add(shard);
                continue;
            }

            CheckSame(path, FileOf(shard));
            counter.AddDone(setup.Pack.Manifest.Shards[shard].Patients);
        }

        return missing;
    }

    private void CheckSame(string path, string shown)
    {
        using var reader = ResultReader.Open(path, shown);
        if (!string.Equals(reader.HeaderLine, ResultWriter.LineOf(setup.Header), StringComparison.Ordinal))
        {
            throw new InvalidInputException($"The folder of this run has the results of another simulation ({shown}), and nothing was added to them.");
        }
    }

    private static string PathOf(string shards, int shard) => Path.Combine(shards, FileOf(shard));

    private sealed class Progress(SimulationSetup setup, Action<SimulationProgress>? receiver)
    {
        private long _done;
        private long _judged;

        public void AddDone(long patients) => _done += patients;

        public void Add(int patients)
        {
            var judged = Interlocked.Add(ref _judged, patients);
            receiver?.Invoke(new SimulationProgress(_done, judged, setup.Pack.Manifest.Patients));
        }
    }
}

/// <summary>The progress of a run.</summary>
/// <param name="Earlier">The patients whose results an earlier run left.</param>
/// <param name="Judged">The patients judged by this run.</param>
/// <param name="Patients">All patients of the pack.</param>
internal readonly record struct SimulationProgress(long Earlier, long Judged, long Patients)
{
    /// <summary>Estimates the time that is left.</summary>
    /// <param name="elapsed">The time since the run began.</param>
    /// <returns>The time; null before anything is judged.</returns>
    public TimeSpan? Left(TimeSpan elapsed) => Judged is 0 ? null : elapsed * ((double)(Patients - Earlier - Judged) / Judged);
}
