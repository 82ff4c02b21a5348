using System.Text;
using CdsHooks.Cli.Output;
using CdsHooks.Cli.Pack;
using CdsHooks.Simulation.Shards;
using Xunit;

namespace CdsHooks.Tests.Simulation.Pack;

/// <summary>Files in, files out.</summary>
public sealed class PackedFilesTests : IDisposable
{
    private readonly SomeExport _export = new();

    public void Dispose() => _export.Dispose();

    [Fact]
    public void A_resource_keeps_its_bytes()
    {
        string[] lines =
        [
            """  {  "resourceType" : "Condition", "subject":{"reference":"Patient/1"}, 	"note":[{"text":"caf\u00e9 Ünï 😀 \n"}] }   """,
            """{"subject":{"reference":"Patient/1"},"x":1.50,"x2":1e2,"resourceType":"Condition"}""",
            $$"""{"resourceType":"DocumentReference","subject":{"reference":"Patient/1"},"data":"{{new string('A', 3_000_000)}}"}""",
        ];
        _export.WithText("a.ndjson", $"\uFEFF{lines[0]}\r\n\n   \r\n{lines[1]}\r\n{lines[2]}");

        Assert.Equal(lines, _export.Pack()["1"], StringComparer.Ordinal);
        Assert.Equal(3, Assert.Single(_export.Manifest.Inputs!).Lines);
    }

    [Fact]
    public void Files_are_found_by_their_ending_and_types_in_the_resources()
    {
        _export.With("Condition.ndjson", Resource("Condition", "a"))
            .With("1.Condition.000.NDJSON", Resource("Condition", "b"))
            .With("deep/in/it/whatever.ndjson", Resource("Procedure", "c"))
            .With("Observation.ndjson.gz", Resource("Observation", "d"), Resource("Condition", "e"))
            .With("._Condition.ndjson", "\0\0")
            .With(".git/x.ndjson", "\0\0")
            .With("package.json", "{}")
            .With("README.txt", "text");

        Assert.Equal("1: b a d e c", _export.PackIds());
        Assert.Equal(["1.Condition.000.NDJSON", "Condition.ndjson", "Observation.ndjson.gz", "deep/in/it/whatever.ndjson"], _export.Manifest.Inputs!.Select(input => input.Name), StringComparer.Ordinal);
        Assert.Equal([3, 1, 1], _export.Manifest.Types.Select(type => type.Resources));
    }

    [Fact]
    public void The_summary_says_what_was_packed_and_what_was_not_read()
    {
        _export.With("a.ndjson", Resource("Condition", "a"), """{"resourceType":"Medication","id":"m"}""").With("README.txt", "text");

        var run = _export.Run();

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("1 patient, 1 resource in 16 shards.", run.Output, StringComparison.Ordinal);
        Assert.Matches(@"\nCondition +1 +yes\n", run.Output);
        Assert.Matches(@"\nMedication +1 +1 +yes\n", run.Output);
        Assert.Contains("- 1 patient without a Patient resource", run.Output, StringComparison.Ordinal);
        Assert.Contains("Files that were not read:\n  - README.txt", run.Output, StringComparison.Ordinal);
        Assert.Empty(run.Error);
    }

    [Fact]
    public void The_same_export_gives_the_same_bytes_whatever_the_threads_and_the_memory()
    {
        for (var file = 0; file < 3; file++)
        {
            _export.With($"{file}.ndjson", [.. Enumerable.Range(0, 4000).Select(one => $$"""
                {"resourceType":"Condition","id":"{{file}}-{{one}}","subject":{"reference":"Patient/p{{one * 7919 % 300}}"},"asserter":{"reference":"Practitioner/{{one * 31 % 40}}"},"note":"{{new string('x', one * 17 % 600)}}"}
                """.Trim())]);
        }

        _export.With("s.ndjson", [.. Enumerable.Range(0, 40).Select(one => $$"""{"resourceType":"Practitioner","id":"{{one}}"}""")]);
        var first = Bytes("--threads", "1", "--memory", "4GB");

        Assert.Equal(17, first.Count);
        Assert.Equal(first, Bytes("--threads", "4", "--memory", "256MB"));
        Assert.Equal(first, Bytes("--threads", "2", "--shards", "16"));
        Assert.Equal(4, Bytes("--shards", "3").Count);
    }

    [Fact]
    public void A_shard_that_is_larger_than_the_memory_is_put_together_in_parts()
    {
        _export.With("a.ndjson", [.. Enumerable.Range(0, 500).Select(one => Resource("Condition", $"c{one}", $"p{one * 7919 % 100}").Replace("} }", $"}},\"note\":\"{new string('x', 999)}\"}}", StringComparison.Ordinal))]);
        var whole = _export.Pack("--shards", "2");
        var folder = ExportFolder.Open(_export.Folder, "export");
        var again = Path.Combine(_export.Folder, "..", "again");

        using (var output = PackOutput.Open(again, "again"))
        {
            var environment = new CommandEnvironment(new Screen(TextWriter.Null, TextWriter.Null, width: null), _export.Folder, _export.Folder, _ => null, TimeProvider.System);
            var options = new PackOptions(Shards: 2, 256 << 20, Threads: 2, [], SkipsBadLines: false) { BucketBytes = 37_000 };
            new ExportPacker(folder, options, new PackProgress(environment)).Pack(output, new Completeness(folder));
        }

        Assert.Equal(100, whole.Count);
        Assert.All(Directory.GetFiles(_export.Output), file => Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(Path.Combine(again, Path.GetFileName(file)))));
    }

    [Fact]
    public void A_folder_that_is_not_empty_is_left_alone()
    {
        _export.With("a.ndjson", Resource("Condition", "a"));
        Directory.CreateDirectory(_export.Output);
        File.WriteAllText(Path.Combine(_export.Output, "shard-00000.tsv"), "mine");

        var run = _export.Run();

        Assert.Equal((2, "cdshooks: The folder pack is not empty.\n"), (run.ExitCode, run.Error));
        Assert.Equal("mine", File.ReadAllText(Path.Combine(_export.Output, "shard-00000.tsv")));
    }

    [Fact]
    public void What_a_killed_run_left_is_no_pack_and_is_replaced()
    {
        _export.With("a.ndjson", Resource("Condition", "a"));
        Directory.CreateDirectory(Path.Combine(_export.Output, ".packing", "database"));
        File.WriteAllText(Path.Combine(_export.Output, ".packing", "database", "block"), "half");
        File.WriteAllText(Path.Combine(_export.Output, ".packing", "bucket-0"), "half");
        File.WriteAllText(Path.Combine(_export.Output, "shard-00003.tsv"), "half");
        Assert.ThrowsAny<Workbench.WorkbenchException>(() => PackFolder.Open(_export.Output, "pack"));

        Assert.Equal("1: a", _export.PackIds("--shards", "2"));
        Assert.Equal(["manifest.json", "shard-00000.tsv", "shard-00001.tsv"], Directory.GetFileSystemEntries(_export.Output).Select(Path.GetFileName).Order(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    [Fact]
    public void Two_runs_do_not_pack_into_one_folder()
    {
        _export.With("a.ndjson", Resource("Condition", "a"));
        using var other = PackOutput.Open(_export.Output, "pack");

        var run = _export.Run();

        Assert.Equal((3, "cdshooks: Another run packs into the folder pack.\n"), (run.ExitCode, run.Error));
    }

    private static string Resource(string type, string id, string patient = "1") => $$"""{"resourceType":"{{type}}","id":"{{id}}","subject":{"reference":"Patient/{{patient}}"} }""";

    private SortedDictionary<string, string> Bytes(params string[] options)
    {
        _export.Pack(options);
        var files = new SortedDictionary<string, string>(
            Directory.GetFiles(_export.Output).ToDictionary(path => Path.GetFileName(path), path => Encoding.Latin1.GetString(File.ReadAllBytes(path)), StringComparer.Ordinal),
            StringComparer.Ordinal);
        Directory.Delete(_export.Output, recursive: true);
        return files;
    }
}
