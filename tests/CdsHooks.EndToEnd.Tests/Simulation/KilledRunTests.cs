using System.Text;
using CdsHooks.Service.Tests.Infrastructure;
using Xunit;

namespace CdsHooks.EndToEnd.Tests.Simulation;

/// <summary>A run that is killed in the middle goes on, with the same bytes.</summary>
[Collection(SimulatedPack.Collection)]
public sealed class KilledRunTests(SimulatedPack simulated)
{
    [Fact]
    public async Task A_killed_run_goes_on_with_the_shards_that_are_missing()
    {
        var folder = simulated.NewFolder("killed");
        var run = $"exec cdshooks simulate run '{simulated.Pack}' --output . --jobs 1 {SimulatedPack.Options}";
        using (var process = simulated.Start(run, folder))
        {
            await Eventually.SeeAsync(() => Task.FromResult(Directory.GetFiles(folder, "*.part", SearchOption.AllDirectories).Length > 0 && Finished(folder).Length > 2), both => both);
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var finished = Finished(folder);
        var written = finished.Select(File.GetLastWriteTimeUtc).ToList();
        Assert.InRange(finished.Length, 3, SimulatedPack.Shards - 1);
        Assert.All(finished, file => Assert.StartsWith("{\"end\":", File.ReadLines(file, Encoding.UTF8).Last(), StringComparison.Ordinal));
        Assert.NotEmpty(Directory.GetFiles(folder, "*.part", SearchOption.AllDirectories));
        Assert.False(File.Exists(Path.Combine(folder, "result.ndjson")));

        var (exit, output) = await simulated.RunAsync(run, folder);

        Assert.True(exit == 0, output);
        Assert.Equal(written, finished.Select(File.GetLastWriteTimeUtc));
        Assert.Equal(simulated.Result, await File.ReadAllBytesAsync(Path.Combine(folder, "result.ndjson"), TestContext.Current.CancellationToken));
        Assert.Empty(Directory.GetFiles(folder, "*.part", SearchOption.AllDirectories));
    }

    private static string[] Finished(string folder) => Directory.GetFiles(folder, "shard-*.result.ndjson", SearchOption.AllDirectories);
}
