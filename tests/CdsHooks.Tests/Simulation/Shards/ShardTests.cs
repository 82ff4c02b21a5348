using System.IO.Compression;
using System.Text;
using CdsHooks.Simulation.Shards;
using CdsHooks.Workbench;
using FsCheck.Fluent;
using Xunit;

namespace CdsHooks.Tests.Simulation.Shards;

public sealed class ShardTests : IDisposable
{
    private readonly SomePack _pack = new();

    public void Dispose() => _pack.Dispose();

    [Theory]
    [InlineData("Penhallowick", 16, 15)]
    [InlineData("1", 16, 3)]
    [InlineData("1", 1, 0)]
    public void The_rule_by_which_patients_are_assigned_never_changes(string patient, int shards, int expected) =>
        Assert.Equal(expected, ShardNumber.Of(patient, shards));

    [Fact]
    public void What_is_written_is_read()
    {
        var lines = Enumerable.Range(0, 200).SelectMany(patient => Enumerable.Range(0, patient % 5 + 1).Select(one => ($"p{patient}", $$"""{"n":{{one}},"a":"\t	x"}"""))).ToList();

        _pack.Write(shards: 7, lines);

        Assert.Equal(lines.OrderBy(line => line.Item1, StringComparer.Ordinal), Enumerable.Range(0, 7).SelectMany(_pack.Read).OrderBy(line => line.Patient, StringComparer.Ordinal));
        Assert.Equal((200, lines.Count), (_pack.Open().Manifest.Patients, _pack.Open().Manifest.Resources));
    }

    [Fact]
    public void Charts_of_any_size_are_read_whole() =>
        Law.Holds(
            Gen.Choose(1, 5).SelectMany(patients => Gen.Choose(1, 400_000).ArrayOf(patients)),
            sizes =>
            {
                using var pack = new SomePack();
                var lines = sizes.SelectMany((size, patient) => new[] { ($"{patient}", new string('x', size)), ($"{patient}", new string('y', size / 3 + 1)) }).ToList();
                pack.Write(shards: 1, lines);
                return pack.Read().SequenceEqual(lines);
            },
            runs: 30);

    [Fact]
    public void A_shard_is_hashed_while_it_is_written_and_while_it_is_read()
    {
        _pack.Write(shards: 1, [("1", new string('x', 700_000)), ("2", "{}")]);

        Assert.Equal(2, _pack.Read().Count);
        var bytes = File.ReadAllBytes(_pack.ShardPath(0));
        bytes[50] = (byte)'z';
        File.WriteAllBytes(_pack.ShardPath(0), bytes);

        Assert.Equal($"{Path.Combine("the-pack", "shard-00000.tsv")} is not the file that the manifest states: its SHA-256 differs.", Error(() => _pack.Read()));
    }

    [Fact]
    public void A_shard_that_is_not_complete_does_not_have_its_name()
    {
        using var writer = new ShardWriter(_pack.Folder, 0, 1);
        writer.Write("1", "{}"u8);

        Assert.False(File.Exists(_pack.ShardPath(0)));
        writer.Complete();
        Assert.Equal([_pack.ShardPath(0)], Directory.GetFiles(_pack.Folder));
    }

    [Theory]
    [InlineData("2", "{}", "1", "{}")]
    [InlineData("1", "{}", "", "{}")]
    [InlineData("1", "{}", "2\t", "{}")]
    [InlineData("1", "{}", "1", "{\n}")]
    [InlineData("1", "{}", "1", "")]
    public void What_could_not_be_read_is_not_written(string patient, string resource, string nextPatient, string nextResource)
    {
        using var writer = new ShardWriter(_pack.Folder, 0, 1);
        writer.Write(patient, Encoding.UTF8.GetBytes(resource));

        Assert.Throws<ArgumentException>(() => writer.Write(nextPatient, Encoding.UTF8.GetBytes(nextResource)));
    }

    [Fact]
    public void A_patient_of_another_shard_is_not_written()
    {
        using var writer = new ShardWriter(_pack.Folder, 0, 16);

        Assert.Throws<ArgumentException>(() => writer.Write("Penhallowick", "{}"u8));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Another_tool_may_have_made_the_shard(bool isGzip)
    {
        _pack.WriteByHand("1\t{\"a\":1}\n1\t{\"a\":2}\n10\t{\"a\":3}\n2\t{\"a\":4}\n", patients: 3, resources: 4, isGzip);

        Assert.Equal([("1", "{\"a\":1}"), ("1", "{\"a\":2}"), ("10", "{\"a\":3}"), ("2", "{\"a\":4}")], _pack.Read());
        Assert.True(_pack.Open().Manifest.IsComplete("Condition"));
        Assert.False(_pack.Open().Manifest.IsComplete("Procedure"));
    }

    [Fact]
    public void A_shard_without_patients_is_read()
    {
        _pack.WriteByHand("", patients: 0, resources: 0);

        Assert.Empty(_pack.Read());
    }

    [Theory]
    [InlineData("1\t{}\nPenhallowick\n", "line 2 has no tab after the patient's id")]
    [InlineData("1\t{}\n\n", "line 2 has no tab after the patient's id")]
    [InlineData("1\t{}\n\t{}\n", "line 2 has no patient's id")]
    [InlineData("1\t{}\n1\t\n", "line 2 has no resource")]
    [InlineData("1\t{}\n2\t{}\n1\t{}\n", "line 3 is out of order: patients have to be sorted by the bytes of their ids, and the lines of each have to be together")]
    [InlineData("1\t{}\n2\t{}\n10\t{}\n", "line 3 is out of order: patients have to be sorted by the bytes of their ids, and the lines of each have to be together")]
    [InlineData("1\t{}\n2\t{\"Penhallowick", "line 2 is cut: it does not end with a line break")]
    [InlineData("1", "line 1 is cut: it does not end with a line break")]
    public void A_line_that_is_none_of_a_shard_is_named_and_not_repeated(string shard, string expected)
    {
        _pack.WriteByHand(shard, patients: 2, resources: 2);

        Assert.Equal($"{Path.Combine("the-pack", "shard-00000.tsv")} {expected}.", Error(() => _pack.Read()));
    }

    [Fact]
    public void A_patient_in_the_wrong_shard_is_an_error()
    {
        _pack.Write(shards: 2, [("1", "{}"), ("2", "{}"), ("3", "{}"), ("4", "{}")]);
        using var file = File.OpenRead(_pack.ShardPath(1));
        var reader = new ShardReader(file, "shard-00001.tsv", 0, 2);

        Assert.Equal("shard-00001.tsv line 1 is about a patient of another shard.", Error(() => reader.Next()));
    }

    [Fact]
    public void A_compressed_shard_that_is_cut_is_named()
    {
        var bytes = Gzip.Of(string.Concat(Enumerable.Repeat("1\t{}\n", 1000)));
        using var half = new GZipStream(new MemoryStream(bytes[..(bytes.Length / 2)]), CompressionMode.Decompress);
        var reader = new ShardReader(half, "shard-00000.tsv.gz", 0, 1);

        Assert.StartsWith("shard-00000.tsv.gz line ", Error(() => reader.Next()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_shard_has_as_many_lines_as_the_manifest_says()
    {
        _pack.WriteByHand("1\t{}\n2\t{}\n", patients: 2, resources: 3);

        Assert.Equal($"{Path.Combine("the-pack", "shard-00000.tsv")} has 2 patients and 2 resources; the manifest says 2 and 3.", Error(() => _pack.Read()));
    }

    private static string Error(Action action) => Assert.ThrowsAny<WorkbenchException>(action).Message;
}
