using System.Text;
using CdsHooks.Simulation.Results;
using CdsHooks.Tests.Architecture;
using CdsHooks.Tests.Cli;
using FsCheck.Fluent;
using Xunit;

namespace CdsHooks.Tests.Simulation.Results;

/// <summary>Putting the results of shards together: the same bytes in any way, or one sentence that says what is wrong.</summary>
public sealed class MergeTests(SimulatedShards simulated) : IClassFixture<SimulatedShards>
{
    [Fact]
    public void Shards_give_the_bytes_of_a_run_on_one_machine()
    {
        var output = simulated.PathOf("merged.ndjson");

        var merged = CliRun.Of("simulate", "merge", simulated.PathOf("results"), "--output", output);

        Assert.Equal((0, string.Empty), (merged.ExitCode, merged.Error));
        Assert.Equal(simulated.Whole, File.ReadAllBytes(output));
        Assert.Contains("{\"flip\":", Encoding.UTF8.GetString([.. simulated.Whole]), StringComparison.Ordinal);
    }

    [Fact]
    public void Any_grouping_and_any_order_give_the_same_bytes()
    {
        var groupings = from shards in Gen.Shuffle(Enumerable.Range(0, SimulatedShards.Shards))
                        from cuts in Gen.Choose(1, SimulatedShards.Shards - 1).ListOf(SimulatedShards.Shards)
                        select (shards, cuts);
        var number = 0;

        Law.Holds(groupings, given =>
        {
            var folder = Directory.CreateDirectory(simulated.PathOf($"grouping-{number++}")).FullName;
            var merged = Merge(folder, [.. given.shards], new Queue<int>(given.cuts));
            return File.ReadAllBytes(merged).AsSpan().SequenceEqual([.. simulated.Whole]);
        });
    }

    [Fact]
    public void A_missing_shard_is_named()
    {
        var folder = simulated.Copy("missing");
        File.Delete(simulated.ResultOf("missing", 2));
        File.Delete(simulated.ResultOf("missing", 3));

        AssertRefused($"The results of 2 shards of {SimulatedShards.Shards} are missing: 2-3.", folder);
    }

    [Fact]
    public void A_doubled_shard_is_named()
    {
        var folder = simulated.Copy("doubled");
        File.Copy(simulated.ResultOf("doubled", 3), Path.Combine(folder, "again.result.ndjson"));

        AssertRefused($"Shard 3 is in {Path.Combine(folder, "again.result.ndjson")} and in {simulated.ResultOf("doubled", 3)}.", folder);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(200)]
    [InlineData(1000)]
    public void A_cut_result_is_named(int bytes)
    {
        var folder = simulated.Copy($"cut-{bytes}");
        var file = simulated.ResultOf($"cut-{bytes}", 4);
        using (var open = File.OpenWrite(file))
        {
            open.SetLength(open.Length - bytes);
        }

        AssertRefused($"{file} is not a whole result: its last line is missing.", folder);
    }

    [Fact]
    public void An_empty_result_is_named()
    {
        var folder = simulated.Copy("empty");
        File.WriteAllText(simulated.ResultOf("empty", 0), string.Empty);

        AssertRefused($"{simulated.ResultOf("empty", 0)} is not a whole result: its last line is missing.", folder);
    }

    [Theory]
    [InlineData("count", "\"count\":", "\"count\":1")]
    [InlineData("line", "{\"count\":", "")]
    public void A_changed_result_is_named(string change, string old, string with)
    {
        var folder = simulated.Copy($"changed-{change}");
        var file = simulated.ResultOf($"changed-{change}", 5);
        var lines = File.ReadAllLines(file).ToList();
        var index = lines.FindIndex(line => line.StartsWith(old, StringComparison.Ordinal) || line.Contains(old, StringComparison.Ordinal));
        if (with.Length is 0)
        {
            lines.RemoveAt(index);
        }
        else
        {
            lines[index] = lines[index].Replace(old, with, StringComparison.Ordinal);
        }

        File.WriteAllText(file, string.Join('\n', lines) + "\n");

        AssertRefused($"{file} was changed or cut after it was written.", folder);
    }

    [Theory]
    [InlineData("another candidate", "--set", "pt.minWeeks=7", "--sweep", "pt.minWeeks=4,6,8")]
    [InlineData("another candidate", "--sweep", "pt.minWeeks=4,6,8")]
    [InlineData("other calls or sweeps", "--set", "pt.minWeeks=8")]
    [InlineData("other calls or sweeps", "--set", "pt.minWeeks=8", "--sweep", "pt.minWeeks=4,6,8", "--from", "2020-01-01")]
    [InlineData("other rules in force", "--parameters", "payer-strict", "--set", "pt.minWeeks=8", "--sweep", "pt.minWeeks=4,6,8")]
    public void A_shard_of_another_simulation_is_named(string difference, params string[] options)
    {
        var name = $"other-{string.Join(string.Empty, options.Select(option => option.Length))}";
        var folder = simulated.Copy(name);
        var file = simulated.ResultOf(name, 6);
        Assert.Equal(0, CliRun.Of(["simulate", "shard", simulated.PathOf("pack"), "--shard", "6", "--output", file, .. options]).ExitCode);

        AssertRefused($"{file} is of another simulation than {simulated.ResultOf(name, 0)}: it has {difference}.", folder);
    }

    [Fact]
    public void A_shard_of_another_pack_is_named()
    {
        var folder = simulated.Copy("pack-mixed");
        var pack = Directory.CreateDirectory(simulated.PathOf("other-pack")).FullName;
        GoldenPack.Write(pack, Repository.PathOf("tests", "cases"), SimulatedShards.Shards, copies: 2);
        Assert.Equal((0, string.Empty), simulated.RunShards("other-pack", "other-results", "--set", "pt.minWeeks=8", "--sweep", "pt.minWeeks=4,6,8"));
        File.Copy(simulated.ResultOf("other-results", 1), simulated.ResultOf("pack-mixed", 1), overwrite: true);

        AssertRefused($"{simulated.ResultOf("pack-mixed", 1)} is of another simulation than {simulated.ResultOf("pack-mixed", 0)}: it has another pack.", folder);
    }

    [Fact]
    public void A_shard_that_two_tasks_judge_at_once_is_written_once()
    {
        using var first = ResultReader.Open(simulated.Results[0], "first");
        var output = simulated.PathOf("twice.ndjson");
        using var one = new ResultWriter(output, first.Header);
        using var other = new ResultWriter(output, first.Header);
        using var killed = File.Create($"{output}.killed.part");

        one.Finish([0], new Counts());
        var bytes = File.ReadAllBytes(output);
        other.Finish([0], new Counts());

        Assert.Equal(bytes, File.ReadAllBytes(output));
        Assert.Equal([output], Directory.GetFiles(Path.GetDirectoryName(output)!, "twice.*"));
    }

    [Fact]
    public void An_unfinished_result_never_has_its_name()
    {
        using var first = ResultReader.Open(simulated.Results[0], "first");
        var output = simulated.PathOf("unfinished.ndjson");
        using (new ResultWriter(output, first.Header))
        {
            Assert.False(File.Exists(output));
        }

        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(output)!, "unfinished.*"));
    }

    private static void AssertRefused(string sentence, string folder)
    {
        var output = Path.Combine(folder, "merged.ndjson");

        var merged = CliRun.Of("simulate", "merge", folder, "--output", output);

        Assert.Equal((2, $"cdshooks: {sentence}\n"), (merged.ExitCode, merged.Error));
        Assert.Empty(Directory.GetFiles(folder, "merged.*"));
    }

    /// <summary>Merges shards in groups, which are merged in groups in turn.</summary>
    private string Merge(string folder, int[] shards, Queue<int> cuts)
    {
        if (shards is [var only])
        {
            return simulated.Results[only];
        }

        var cut = cuts.Count > 0 ? Math.Min(cuts.Dequeue(), shards.Length - 1) : shards.Length / 2;
        var output = Path.Combine(folder, $"{string.Join('-', shards)}.ndjson");
        var (left, right) = (Merge(folder, shards[..cut], cuts), Merge(folder, shards[cut..], cuts));
        ResultMerge.Merge([(left, "left"), (right, "right")], output, allowPart: shards.Length < SimulatedShards.Shards);
        return output;
    }
}
