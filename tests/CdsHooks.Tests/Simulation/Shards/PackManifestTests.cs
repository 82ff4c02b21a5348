using CdsHooks.Simulation.Shards;
using CdsHooks.Workbench;
using Xunit;

namespace CdsHooks.Tests.Simulation.Shards;

public sealed class PackManifestTests : IDisposable
{
    private readonly SomePack _pack = new();

    public void Dispose() => _pack.Dispose();

    [Fact]
    public void A_manifest_is_read_as_it_was_written()
    {
        var shard = new PackShard("shard-00000.tsv", 2, 5, 100, new string('a', 64));
        var written = PackManifest.Of(
            [new PackType("Condition", 4, IsComplete: true), new PackType("Medication", 3, IsComplete: false, Shared: 1, NotPlaced: 2, Because: "a file is missing")],
            [shard],
            [new PackInput("a/Condition.ndjson", 1000, 4, new string('b', 64), BadLines: 1)],
            new PackNotes(1, 2, 3, 4, 5, 6));

        PackManifestFile.Write(_pack.Folder, written);
        var read = PackManifestFile.Read(_pack.Folder, "the-pack").Manifest;

        Assert.Equal((2, 5), (read.Patients, read.Resources));
        Assert.Equal(written.Types, read.Types);
        Assert.Equal(written.Shards, read.Shards);
        Assert.Equal(written.Inputs, read.Inputs);
        Assert.Equal(written.Notes, read.Notes);
        Assert.Equal((true, false, false), (read.IsComplete("Condition"), read.IsComplete("Medication"), read.IsComplete("Procedure")));
    }

    [Theory]
    [InlineData("\"cdshooks-pack/1\"", "\"Penhallowick\"", "is not of the format cdshooks-pack/1.")]
    [InlineData("\"format\"", "\"Penhallowick\"", "is not of the format cdshooks-pack/1.")]
    [InlineData("{\"format\"", "[{\"format\"", "line 3 is not valid at $.")]
    [InlineData("modulo", "Penhallowick", ": the rule by which patients are assigned to shards (shardRule) is not the one of this version.")]
    [InlineData("\"isComplete\":true", "\"isComplete\":\"Penhallowick\"", "line 2 is not valid at $.types[0].isComplete.")]
    [InlineData("\"type\":\"Condition\"", "\"type\":null", "line 2 is not valid at $.types[0].type.")]
    [InlineData("\"types\":[", "\"types\":[null,", ": a list has null in the place of an object.")]
    [InlineData("\"type\":\"Condition\"", "\"type\":\"\"", ": a type has no name, or a negative number of resources.")]
    [InlineData("\"types\":[", "\"types\":[{\"type\":\"Condition\",\"resources\":0,\"isComplete\":false},", ": a type is listed twice.")]
    [InlineData("\"patients\":1,\"resources\":2,\n", "\"patients\":1,\"resources\":3,\n", ": the totals (patients, resources) are not the sums of the shards.")]
    [InlineData("\"bytes\"", "\"size\"", "line 3 is not valid at $.shards[0].size.")]
    [InlineData("\"patients\":1,\"resources\":2,\"bytes\"", "\"patients\":1,\"resources\":2,\"patients\":1,\"bytes\"", "line 3 is not valid at $.shards[0].patients.")]
    [InlineData("\"patients\":1,\"resources\":2,\"bytes\"", "\"patients\":3,\"resources\":2,\"bytes\"", ": $.shards[0]: the numbers cannot be true.")]
    [InlineData("\"sha256\":\"", "\"sha256\":\"A", ": $.shards[0]: sha256 has to be 64 hexadecimal digits in lower case.")]
    [InlineData("shard-00000.tsv", "../shard-00000.tsv", ": $.shards[0]: the file has to be shard-00000.tsv or shard-00000.tsv.gz.")]
    public void A_manifest_that_is_not_valid_is_refused_by_place(string text, string instead, string expected)
    {
        _pack.WriteByHand("1\t{}\n1\t{}\n", patients: 1, resources: 2);
        var path = Path.Combine(_pack.Folder, "manifest.json");
        var json = File.ReadAllText(path);
        Assert.Contains(text, json, StringComparison.Ordinal);
        File.WriteAllText(path, json.Replace(text, instead, StringComparison.Ordinal));

        var message = Error();

        Assert.StartsWith(Path.Combine("the-pack", "manifest.json"), message, StringComparison.Ordinal);
        Assert.EndsWith(expected, message, StringComparison.Ordinal);
        Assert.DoesNotContain("Penhallowick", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pack_without_shards_is_refused()
    {
        PackManifestFile.Write(_pack.Folder, PackManifest.Of([], []));

        Assert.EndsWith(": there is no shard.", Error(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_a_manifest_is_no_pack() =>
        Assert.Equal("The folder the-pack is no pack: it has no manifest.json.", Error());

    [Fact]
    public void A_shard_that_is_missing_or_cut_is_found_before_anything_is_read()
    {
        _pack.WriteByHand("1\t{}\n1\t{}\n", patients: 1, resources: 2);

        File.WriteAllText(_pack.ShardPath(0), "1\t{}\n");
        Assert.Equal($"{Path.Combine("the-pack", "shard-00000.tsv")} has 5 bytes; the manifest says 10.", Error());

        File.Delete(_pack.ShardPath(0));
        Assert.Equal($"The shard {Path.Combine("the-pack", "shard-00000.tsv")} does not exist.", Error());
    }

    [Theory]
    [InlineData("deleted", "does not exist.")]
    [InlineData("a folder", "cannot be read: access is denied.")]
    [InlineData("without its pack", "does not exist.")]
    public void A_shard_that_cannot_be_read_any_more_is_named_when_it_is_read(string change, string expected)
    {
        _pack.WriteByHand("1\t{}\n1\t{}\n", patients: 1, resources: 2);
        var pack = _pack.Open();
        File.Delete(_pack.ShardPath(0));
        if (change is "a folder")
        {
            Directory.CreateDirectory(_pack.ShardPath(0));
        }
        else if (change is "without its pack")
        {
            Directory.Delete(_pack.Folder, recursive: true);
        }

        var message = Assert.ThrowsAny<WorkbenchException>(() => pack.Read(0).Count()).Message;

        Assert.Equal($"The shard {Path.Combine("the-pack", "shard-00000.tsv")} {expected}", message);
        Directory.CreateDirectory(_pack.Folder);
    }

    [Fact]
    public void A_manifest_that_cannot_be_read_is_not_a_missing_one()
    {
        Directory.CreateDirectory(Path.Combine(_pack.Folder, "manifest.json"));

        Assert.Equal($"{Path.Combine("the-pack", "manifest.json")} cannot be read: access is denied.", Error());
    }

    [Fact]
    public void A_manifest_or_a_shard_without_permission_is_named()
    {
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess)
        {
            Assert.Skip("Permissions do not bind root.");
            return;
        }

        _pack.WriteByHand("1\t{}\n1\t{}\n", patients: 1, resources: 2);
        var pack = _pack.Open();
        File.SetUnixFileMode(_pack.ShardPath(0), UnixFileMode.None);
        File.SetUnixFileMode(Path.Combine(_pack.Folder, "manifest.json"), UnixFileMode.None);

        Assert.EndsWith("shard-00000.tsv cannot be read: access is denied.", Assert.ThrowsAny<WorkbenchException>(() => pack.Read(0).Count()).Message, StringComparison.Ordinal);
        Assert.EndsWith("manifest.json cannot be read: access is denied.", Error(), StringComparison.Ordinal);
    }

    private string Error() => Assert.ThrowsAny<WorkbenchException>(_pack.Open).Message;
}
