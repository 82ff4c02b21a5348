using CdsHooks.Cli.Pack;
using CdsHooks.Simulation.Shards;
using Xunit;

namespace CdsHooks.Tests.Cli;

/// <summary>A run over a pack, and what it leaves on the disk.</summary>
public sealed class SimulateRunCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public SimulateRunCommandTests() =>
        Assert.Equal(0, CliRun.Of("cohort", "--patients", "12", "--seed", "14", "--packed", "--shards", "2", "--output", PathOf("cohort")).ExitCode);

    private string Pack => Path.Combine(PathOf("cohort"), "pack");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_result_names_patients_and_is_its_owners_alone()
    {
        var run = Run();

        Assert.Equal(0, run.ExitCode);
        Assert.All(
            Directory.GetFiles(PathOf("run"), "*.ndjson", SearchOption.AllDirectories),
            file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, OperatingSystem.IsWindows() ? UnixFileMode.UserRead | UnixFileMode.UserWrite : File.GetUnixFileMode(file)));
    }

    [Fact]
    public void The_same_command_again_gives_the_same_bytes()
    {
        Run();
        var first = File.ReadAllBytes(Path.Combine(PathOf("run"), "result.ndjson"));
        File.Delete(Path.Combine(PathOf("run"), "shards", "shard-00001.result.ndjson"));

        Assert.Equal(0, Run().ExitCode);

        Assert.Equal(first, File.ReadAllBytes(Path.Combine(PathOf("run"), "result.ndjson")));
    }

    [Fact]
    public void A_shard_that_was_changed_since_is_refused()
    {
        var shard = Path.Combine(Pack, "shard-00001.tsv");
        var text = File.ReadAllText(shard);
        File.WriteAllText(shard, text.Replace("\"female\"", "\"famale\"", StringComparison.Ordinal));

        var run = Run();

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("shard-00001.tsv is not the file that the manifest states", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(PathOf("run"), "result.ndjson")));
    }

    [Fact]
    public void Before_a_folder_is_a_pack_no_charts_are_left_beside_it()
    {
        using var output = PackOutput.Open(PathOf("packed"), "packed");
        _folder.Write("packed/.packing/places/lines", "charts");
        _folder.Write("packed/.packing/shard-00000.tsv", "charts");

        // The manifest cannot be written, as if the run were killed at that moment.
        Directory.CreateDirectory(Path.Combine(PathOf("packed"), PackManifest.FileName + ".part"));
        Assert.ThrowsAny<SystemException>(() => output.Complete(PackManifest.Of([], [new PackShard("shard-00000.tsv", 0, 0, 6, "")])));

        Assert.DoesNotContain(Directory.GetFiles(PathOf("packed"), "*", SearchOption.AllDirectories), file => file.Contains("places", StringComparison.Ordinal));
        Assert.True(File.Exists(Path.Combine(PathOf("packed"), "shard-00000.tsv")));
    }

    private CliRun Run() => CliRun.Of("simulate", "run", Pack, "--output", PathOf("run"), "--set", "pt.minWeeks=8", "--jobs", "1");

    private string PathOf(string name) => Path.Combine(_folder.Path, name);
}
