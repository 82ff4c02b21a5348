using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using CdsHooks.Benchmarks.Samples;
using CdsHooks.Simulation.Calls;
using CdsHooks.Simulation.Results;
using CdsHooks.Simulation.Runs;
using CdsHooks.Simulation.Shards;
using CdsHooks.Workbench.Plans;

namespace CdsHooks.Benchmarks.Simulate;

/// <summary>Passes once over a pack, one shard for each processor at a time, in a process of its own whose memory can be read.</summary>
internal static class SimulationPass
{
    /// <summary>Parses each resource into a <see cref="JsonDocument"/>, and does nothing with it.</summary>
    public const string Documents = "documents";

    /// <summary>Simulates the rules in force.</summary>
    public const string Served = "served";

    /// <summary>Simulates the rules in force, a candidate and a sweep of four values.</summary>
    public const string Compared = "compared";

    private const string Parameter = "pt.minWeeks";

    /// <summary>Passes over a pack and prints the seconds, the processor seconds and the most memory.</summary>
    /// <param name="folder">The pack.</param>
    /// <param name="way">What is done with it.</param>
    public static void Run(string folder, string way)
    {
        var pack = PackFolder.Open(folder, folder);
        var output = Directory.CreateTempSubdirectory("cdshooks-benchmark-");
        Action<int> judge = way is Documents ? shard => Parse(Path.Combine(folder, pack.Manifest.Shards[shard].File), shard, pack.Manifest.Shards.Count) : ShardsOf(pack, way, output.FullName);

        // The first shard makes the runtime compile: what is measured is the reading of charts, not a start.
        judge(0);
        var begun = (Stopwatch.GetTimestamp(), Process.GetCurrentProcess().TotalProcessorTime);
        Parallel.For(0, pack.Manifest.Shards.Count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, judge);
        var passed = new PassFigures(
            Stopwatch.GetElapsedTime(begun.Item1).TotalSeconds,
            (Process.GetCurrentProcess().TotalProcessorTime - begun.TotalProcessorTime).TotalSeconds,
            Process.GetCurrentProcess().PeakWorkingSet64);
        output.Delete(recursive: true);
        Console.WriteLine(JsonSerializer.Serialize(passed));
    }

    private static void Parse(string path, int shard, int shards)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        var reader = new ShardReader(file, path, shard, shards);
        while (reader.Next() is { } chart)
        {
            foreach (var resource in chart.Resources)
            {
                using var document = JsonDocument.Parse(resource);
            }
        }
    }

    private static Action<int> ShardsOf(PackFolder pack, string way, string output)
    {
        var source = KnowledgeSource.Open(Path.Combine(Repository.Root, "fhir-profiles"));
        var isCompared = way is Compared;
        var rules = new SimulatedRules(
            Side([]),
            isCompared ? Side([$"{Parameter}=8"]) : null,
            isCompared ? [RulesLoader.Sweep(source, plan: null, siteParameters: null, [$"{Parameter}=8"], $"{Parameter}=4,5,6,8")] : []);
        var run = new ShardRun(new SimulationSetup(pack, rules, new OrderReplay(rules.Sides, new CallPeriod(From: null, Until: null)), new CallsIdentity("replay")));
        return shard => run.Run(shard, Path.Combine(output, shard.ToString(CultureInfo.InvariantCulture)), progress: null, CancellationToken.None);

        SimulatedSide Side(IReadOnlyList<string> changes) => RulesLoader.Side(source, string.Empty, plan: null, siteParameters: null, changes);
    }
}

/// <summary>The figures of a pass.</summary>
/// <param name="Seconds">The time.</param>
/// <param name="ProcessorSeconds">The processor time.</param>
/// <param name="PeakBytes">The most memory that the process held.</param>
internal sealed record PassFigures(double Seconds, double ProcessorSeconds, long PeakBytes);
