using System.Text;
using CdsHooks.Tests.Simulation.Shards;
using Xunit;

namespace CdsHooks.Tests.Simulation.Pack;

/// <summary>What cannot be packed.</summary>
public sealed class PackedBadInputTests : IDisposable
{
    private const string Good = """{"resourceType":"Condition","id":"a","subject":{"reference":"Patient/1"}}""";

    private readonly SomeExport _export = new();

    public void Dispose() => _export.Dispose();

    [Theory]
    [InlineData("Penhallowick", "is not JSON")]
    [InlineData("{\"resourceType\":\"Condition\",\"id\":\"Penhallowick\"", "is not JSON")]
    [InlineData("{\"resourceType\":\"Condition\"} Penhallowick", "is not JSON")]
    [InlineData("{\"resourceType\":\"Condition\",}", "is not JSON")]
    [InlineData("{\"resourceType\":\"Condition\",\"subject\":{\"reference\":\"\\ud800\"}}", "is not JSON")]
    [InlineData("{\"id\":\"Penhallowick\",", "is not JSON")]
    [InlineData("[]", "is not a JSON object")]
    [InlineData("\"Penhallowick\"", "is not a JSON object")]
    [InlineData("{\"id\":\"Penhallowick\"}", "has no resourceType")]
    [InlineData("{\"resourceType\":\"\"}", "has no resourceType")]
    [InlineData("{\"resourceType\":\"../Penhallowick\"}", "has no resourceType")]
    [InlineData("{\"resourceType\":7}", "has no resourceType")]
    [InlineData("{\"a\":{\"resourceType\":\"Condition\"}}", "has no resourceType")]
    public void A_line_that_holds_no_resource_is_named_and_not_repeated(string line, string issue)
    {
        _export.With("a.ndjson", Good, "", Good, line, line).With("b.ndjson", "x");

        var run = _export.Run();

        Assert.Equal((2, $"cdshooks: {Path.Combine("export", "a.ndjson")} line 4 {issue}. --skip-bad-lines leaves such lines out and counts them.\n"), (run.ExitCode, run.Error));
        Assert.False(Directory.Exists(_export.Output));
    }

    [Fact]
    public void A_line_that_is_not_UTF_8_is_named()
    {
        _export.WithBytes("a.ndjson", [.. Encoding.UTF8.GetBytes(Good + "\n"), .. Encoding.Latin1.GetBytes("{\"resourceType\":\"Condition\",\"note\":\"café\"}\n")]);

        Assert.Contains("a.ndjson line 2 is not UTF-8.", _export.Run().Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_bad_line_is_named_whatever_the_threads()
    {
        for (var file = 0; file < 6; file++)
        {
            _export.With($"{file}.ndjson", [.. Enumerable.Range(1, 5000).Select(line => (file, line) is ( > 1, > 4000) ? "bad" : Good)]);
        }

        Assert.Contains($"{Path.Combine("export", "2.ndjson")} line 4001 is not JSON", _export.Run("--threads", "8").Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    [InlineData(-1)]
    [InlineData(-9)]
    public void A_compressed_file_that_was_cut_is_never_read_as_if_it_were_whole(int length)
    {
        var bytes = Gzip.Of(string.Concat(Enumerable.Repeat(Good + "\n", 3000)));
        _export.WithBytes("a.ndjson.gz", bytes[..(length < 0 ? bytes.Length + length : length)]);

        var run = _export.Run("--skip-bad-lines");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("a.ndjson.gz line 1 or later cannot be read: the compressed file is damaged or cut.", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_export.Output));
    }

    [Fact]
    public void A_folder_without_resources_is_refused()
    {
        Assert.Contains("The folder export has no file *.ndjson or *.ndjson.gz.", _export.Run().Error, StringComparison.Ordinal);

        _export.WithText("a.ndjson", "\n \n");
        Assert.Contains("There is no resource in the export.", _export.Run().Error, StringComparison.Ordinal);

        Directory.Delete(_export.Folder, recursive: true);
        Assert.Contains("The folder export does not exist.", _export.Run().Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--memory has to be a size like 512MB or 4GB, at least 256MB.", "--memory", "512")]
    [InlineData("--memory has to be a size like 512MB or 4GB, at least 256MB.", "--memory", "1MB")]
    [InlineData("--shards has to be from 1 to 100000.", "--shards", "0")]
    [InlineData("--threads has to be from 1 to 1024.", "--threads", "0")]
    [InlineData("--complete names a type that FHIR R4 does not have.", "--complete", "Condition,Conditons")]
    public void Options_are_checked(string expected, params string[] options)
    {
        _export.With("a.ndjson", Good);

        var run = _export.Run(options);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }
}
