using System.Globalization;
using CdsHooks.Tests.Architecture;
using CdsHooks.Tests.Cli;
using Xunit;

namespace CdsHooks.Tests.Simulation.Results;

/// <summary>The charts of the golden cases in a few shards, each judged by <c>simulate shard</c>, and all of them by <c>simulate run</c>.</summary>
public sealed class SimulatedShards : IDisposable
{
    public const int Shards = 7;

    private static readonly string[] Options = ["--set", "pt.minWeeks=8", "--sweep", "pt.minWeeks=4,6,8"];

    private readonly TempFolder _folder = new();

    public SimulatedShards()
    {
        GoldenPack.Write(Directory.CreateDirectory(PathOf("pack")).FullName, Repository.PathOf("tests", "cases"), Shards);
        Assert.Equal((0, string.Empty), RunShards("pack", "results", Options));
        var run = CliRun.Of(["simulate", "run", PathOf("pack"), "--output", PathOf("run"), .. Options]);
        Assert.Equal((0, string.Empty), (run.ExitCode, run.Error));
        Whole = File.ReadAllBytes(PathOf("run", "result.ndjson"));
    }

    /// <summary>Gets the result of the run on one machine.</summary>
    public IReadOnlyList<byte> Whole { get; }

    /// <summary>Gets the results of the shards, in order.</summary>
    public IReadOnlyList<string> Results => [.. Enumerable.Range(0, Shards).Select(shard => ResultOf("results", shard))];

    internal string PathOf(params string[] parts) => Path.Combine([_folder.Path, .. parts]);

    internal string ResultOf(string folder, int shard) => PathOf(folder, string.Create(CultureInfo.InvariantCulture, $"shard-{shard:D5}.result.ndjson"));

    /// <summary>Judges every shard of a pack.</summary>
    internal (int ExitCode, string Error) RunShards(string pack, string results, params string[] options)
    {
        Directory.CreateDirectory(PathOf(results));
        var runs = Enumerable.Range(0, Shards)
            .Select(shard => CliRun.Of(["simulate", "shard", PathOf(pack), "--shard", shard.ToString(CultureInfo.InvariantCulture), "--output", ResultOf(results, shard), .. options]))
            .ToList();
        return (runs.Max(run => run.ExitCode), string.Concat(runs.Select(run => run.Error)));
    }

    /// <summary>Makes a folder with copies of the results.</summary>
    internal string Copy(string name)
    {
        var copy = Directory.CreateDirectory(PathOf(name)).FullName;
        foreach (var result in Results)
        {
            File.Copy(result, Path.Combine(copy, Path.GetFileName(result)));
        }

        return copy;
    }

    public void Dispose() => _folder.Dispose();
}
