using System.Globalization;
using CdsHooks.Service.Tests.Infrastructure;
using Xunit;

namespace CdsHooks.EndToEnd.Tests.Simulation;

/// <summary>docs/deploy/slurm on a real Slurm, of which a node dies.</summary>
[Collection(SimulatedPack.Collection)]
public sealed class SlurmTests(SimulatedPack simulated) : IAsyncLifetime
{
    private readonly SlurmCluster _cluster = new();

    private static string Submit => Path.Combine(Command.Root, "docs", "deploy", "slurm", "submit");

    public async ValueTask InitializeAsync() => await _cluster.StartAsync();

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task A_cluster_that_loses_a_node_gives_the_bytes_of_one_process()
    {
        var folder = simulated.NewFolder("slurm");
        var results = Path.Combine(folder, "results");
        var program = Path.Combine(folder, "cdshooks");
        await WriteHeldProgramAsync(program, folder);

        var (exit, submitted) = await simulated.RunAsync($"'{Submit}' '{simulated.Pack}' results {SimulatedPack.Options}", folder, _cluster.Configuration, ("CDSHOOKS", program));
        Assert.True(exit == 0, submitted);
        var shard = (await Eventually.SeeAsync(() => AskAsync($"cat '{folder}/held' 2>/dev/null"), held => held.EndsWith('\n'))).Trim();
        var result = Path.Combine(results, "shards", $"shard-{int.Parse(shard, CultureInfo.InvariantCulture):D5}.result.ndjson");
        await _cluster.KillAsync("n2");

        Assert.False(File.Exists(result));
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(result)!, $"{Path.GetFileName(result)}.*.part"));
        await Eventually.SeeAsync(() => AskAsync("sleep 0.3; sinfo -h -n n2 -o %T"), state => state.StartsWith("down", StringComparison.Ordinal));
        await Eventually.SeeAsync(() => AskAsync($"squeue -h -r -t PENDING -n cdshooks-shard -o %K | grep -x {shard}"), pending => pending.Length > 0);
        var job = submitted.Split(' ')[1];
        await Eventually.SeeAsync(() => simulated.RunAsync($"scontrol update jobid={job}_{shard} StartTime=now", folder, _cluster.Configuration), updated => updated.Exit == 0);
        await WaitForAllJobsAsync();

        Assert.True(File.Exists(Path.Combine(results, "result.ndjson")), string.Concat(Directory.GetFiles(Path.Combine(results, "logs")).Select(File.ReadAllText)));
        Assert.Equal(simulated.Result, await File.ReadAllBytesAsync(Path.Combine(results, "result.ndjson"), TestContext.Current.CancellationToken));
        Assert.Equal(SimulatedPack.Shards + 1, (await File.ReadAllLinesAsync(Path.Combine(folder, "tasks"), TestContext.Current.CancellationToken)).Length);
        Assert.Equal(SimulatedPack.Shards, Directory.GetFiles(Path.Combine(results, "shards")).Length);
        Assert.True(File.Exists(Path.Combine(results, "report.json")));
        await AssertGoesOnAsync(folder, results);
    }

    /// <summary>Submits again: what is there stays, what is missing is judged, and another simulation is refused.</summary>
    private async Task AssertGoesOnAsync(string folder, string results)
    {
        foreach (var shard in new[] { 3, 4, 19 })
        {
            File.Delete(Path.Combine(results, "shards", $"shard-{shard:D5}.result.ndjson"));
        }

        File.Delete(Path.Combine(results, "result.ndjson"));

        var (refused, sentence) = await simulated.RunAsync($"'{Submit}' '{simulated.Pack}' results --set pt.minWeeks=7", folder, _cluster.Configuration);
        var (exit, submitted) = await simulated.RunAsync($"'{Submit}' '{simulated.Pack}' results {SimulatedPack.Options}", folder, _cluster.Configuration);

        Assert.Equal(2, refused);
        Assert.Contains("has the results of another simulation", sentence, StringComparison.Ordinal);
        Assert.True(exit == 0, submitted);
        Assert.Contains("judges the shards 3-4,19.", submitted, StringComparison.Ordinal);
        await WaitForAllJobsAsync();
        Assert.Equal(simulated.Result, await File.ReadAllBytesAsync(Path.Combine(results, "result.ndjson"), TestContext.Current.CancellationToken));
    }

    /// <summary>Writes a program that notes each shard; on the node n2 it stops in the middle of the result, so that the node dies with a task.</summary>
    private Task WriteHeldProgramAsync(string path, string folder) => SimulatedPack.WriteProgramAsync(path, $$"""
        [ "$2" = shard ] && echo "$SLURM_ARRAY_TASK_ID" >> '{{folder}}/tasks'
        [ "$SLURMD_NODENAME" = n2 ] || exec '{{simulated.Tools}}/cdshooks' "$@"
        '{{simulated.Tools}}/cdshooks' "$@" &
        until compgen -G "$7.*.part" > /dev/null; do :; done
        kill -STOP $!
        echo "$SLURM_ARRAY_TASK_ID" > '{{folder}}/held'
        wait
        """);

    /// <summary>Waits until nothing is left to run, as long as it goes on.</summary>
    private async Task WaitForAllJobsAsync()
    {
        for (var queue = "?"; queue.Length > 0;)
        {
            var before = queue;
            queue = await Eventually.SeeAsync(() => AskAsync("sleep 0.3; squeue -h -r -o '%i %T'"), now => !string.Equals(now, before, StringComparison.Ordinal));
        }
    }

    private async Task<string> AskAsync(string command) => (await simulated.RunAsync(command, Path.GetTempPath(), _cluster.Configuration)).Output;
}
