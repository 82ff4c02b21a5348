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

    [Fact]
    public void Nothing_is_written_into_the_folder_of_the_pack()
    {
        var shard = File.ReadAllBytes(Path.Combine(Pack, "shard-00001.tsv"));

        Assert.All(
            [
                CliRun.Of("simulate", "shard", Pack, "--shard", "1", "--output", Path.Combine(Pack, "shard-00001.tsv")),
                CliRun.Of("simulate", "run", Pack, "--output", Pack),
                CliRun.Of("simulate", "run", Pack, "--output", Path.Combine(Pack, "run")),
            ],
            run => Assert.Equal((2, true), (run.ExitCode, run.Error.Contains("not written into the folder of the pack", StringComparison.Ordinal))));
        Assert.Equal(shard, File.ReadAllBytes(Path.Combine(Pack, "shard-00001.tsv")));
    }

    [Fact]
    public void The_result_of_another_simulation_stays_also_without_its_shards()
    {
        Run();
        Directory.Delete(Path.Combine(PathOf("run"), "shards"), recursive: true);

        var other = CliRun.Of("simulate", "run", Pack, "--output", PathOf("run"), "--set", "pt.minWeeks=9");

        Assert.Equal(2, other.ExitCode);
        Assert.Contains("has the results of another simulation (result.ndjson)", other.Error, StringComparison.Ordinal);
        Assert.Equal(0, Run().ExitCode);
    }

    [Fact]
    public void A_changed_last_line_is_a_changed_result()
    {
        Run();
        var shard = Path.Combine(PathOf("run"), "shards", "shard-00001.result.ndjson");
        File.WriteAllText(shard, File.ReadAllText(shard).Replace("\"shards\":[\"1\"],\"patients\":", "\"shards\":[\"1\"],\"patients\":9", StringComparison.Ordinal));

        var merged = CliRun.Of("simulate", "merge", Path.Combine(PathOf("run"), "shards"), "--output", PathOf("merged.ndjson"));

        Assert.Equal(2, merged.ExitCode);
        Assert.Contains("was changed or cut", merged.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_part_is_not_reported_as_the_whole()
    {
        Run();

        var report = CliRun.Of("simulate", "report", Path.Combine(PathOf("run"), "shards", "shard-00001.result.ndjson"));

        Assert.Equal(2, report.ExitCode);
        Assert.Contains("has 1 of 2 shards", report.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--jobs has to be a whole number.", "--jobs", "many")]
    [InlineData("pt.minWeeks must be between 4 and 12.", "--set", "pt.minWeeks=53")]
    [InlineData("pt.minWeeks must be between 4 and 12.", "--sweep", "pt.minWeeks=4,53")]
    [InlineData("pt.minWeeks has a value of another type: a whole number is expected.", "--sweep", "pt.minWeeks=4.5")]
    [InlineData("--until is before --from", "--from", "2026-06-01", "--until", "2025-01-01")]
    [InlineData("at least one value", "--sweep", "pt.minWeeks=,")]
    [InlineData("The type is one of", "--what-if", "http://www.ama-assn.org/go/cpt|22612", "--on", "2026-06-01", "--where", "Conditon?code=http://hl7.org/fhir/sid/icd-10-cm|M54.50")]
    public void What_could_select_nothing_is_refused(string message, params string[] options)
    {
        var run = CliRun.Of(["simulate", "run", Pack, "--output", PathOf("run"), .. options]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_that_is_written_twice_is_swept_once()
    {
        Assert.Equal(0, CliRun.Of("simulate", "run", Pack, "--output", PathOf("run"), "--sweep", "instability.translation.metAboveMm=4.0,4,3.5,4.00").ExitCode);

        var values = File.ReadAllLines(Path.Combine(PathOf("run"), "csv", "sweeps.csv")).Skip(1).Select(line => line.Split(',')[1]).Distinct(StringComparer.Ordinal);
        Assert.Equal(["4.0", "3.5"], values, StringComparer.Ordinal);
    }

    [Fact]
    public void A_run_says_that_it_goes_on_and_which_file_to_remove_when_a_result_was_changed()
    {
        Run();
        var shard = Path.Combine(PathOf("run"), "shards", "shard-00001.result.ndjson");
        Assert.Contains("12 patients had been judged by an earlier run", Run().Output, StringComparison.Ordinal);
        File.WriteAllText(shard, File.ReadAllText(shard).Replace("\"shards\":[\"1\"],\"patients\":", "\"shards\":[\"1\"],\"patients\":9", StringComparison.Ordinal));

        var again = Run();

        Assert.Equal(2, again.ExitCode);
        Assert.Contains("Remove the file from the folder shards and start again", again.Error, StringComparison.Ordinal);
        File.Delete(shard);
        Assert.Equal(0, Run().ExitCode);
    }

    private CliRun Run() => CliRun.Of("simulate", "run", Pack, "--output", PathOf("run"), "--set", "pt.minWeeks=8", "--jobs", "1");

    private string PathOf(string name) => Path.Combine(_folder.Path, name);
}
