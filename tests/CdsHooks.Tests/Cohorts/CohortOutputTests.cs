using System.IO.Compression;
using System.Text;
using System.Text.Json;
using CdsHooks.Simulation.Cohort;
using CdsHooks.Simulation.Cohort.Output;
using CdsHooks.Tests.Cli;
using Xunit;

namespace CdsHooks.Tests.Cohorts;

/// <summary>A cohort is written as an export that others read, the same for everybody.</summary>
public sealed class CohortOutputTests
{
    [Fact]
    public void A_patient_is_the_same_whatever_the_number_of_patients()
    {
        var alone = CohortCalls.Source.Read(40, 1).Select(TextOf).Single();

        Assert.Equal(alone, CohortCalls.Source.Read(0, 41).Select(TextOf).Last());
    }

    [Fact]
    public void Another_seed_makes_other_patients() =>
        Assert.NotEqual(CohortCalls.Source.Read(7, 1).Select(TextOf).Single(), new CohortSource(CohortCalls.Plan, Prevalences.Default, seed: 15).Read(7, 1).Select(TextOf).Single(), StringComparer.Ordinal);

    [Fact]
    public void An_export_has_a_file_for_each_type_and_the_response_that_counts_its_lines()
    {
        using var folder = new TempFolder();
        var plain = Write(folder, "plain");
        var packed = Write(folder, "compressed", "--gz");

        using var response = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(plain, BulkExport.ResponseName)));
        foreach (var output in response.RootElement.GetProperty("output").EnumerateArray())
        {
            var type = output.GetProperty("type").GetString()!;
            var lines = File.ReadAllText(Path.Combine(plain, type + ".ndjson"));
            Assert.Equal(output.GetProperty("count").GetInt64(), lines.Count(letter => letter is '\n'));
            Assert.Equal(lines, Unzipped(Path.Combine(packed, type + ".ndjson.gz")));
            Assert.All(lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Take(20), line => Assert.StartsWith($$"""{"resourceType":"{{type}}",""", line, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void The_number_of_processors_does_not_change_what_is_written()
    {
        using var folder = new TempFolder();
        foreach (var processors in new[] { 1, 3 })
        {
            CohortFolder.Write(CohortCalls.Source, new CohortOrder(900, processors, IsCompressed: false, IsPacked: true, Shards: 2), Path.Combine(folder.Path, $"by-{processors}"), "cohort", _ => { });
        }

        foreach (var file in Directory.EnumerateFiles(Path.Combine(folder.Path, "by-1"), "*", SearchOption.AllDirectories))
        {
            Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(file.Replace("by-1", "by-3", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void A_folder_with_files_is_not_written_to()
    {
        using var folder = new TempFolder();
        File.WriteAllText(Path.Combine(folder.Path, "note.txt"), "mine");

        var run = CliRun.Of("cohort", "--patients", "10", "--output", folder.Path);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("is not empty", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_prevalences_are_shown_with_what_follows_from_each_variant()
    {
        var text = CliRun.Of("cohort", "--describe").Output;
        var json = CliRun.Of("cohort", "--describe", "--json").Output;

        Assert.Contains("visits-over-6-weeks: physical-therapy met documented", text, StringComparison.Ordinal);
        Assert.Contains("\"visits-over-6-weeks\": 90", json, StringComparison.Ordinal);
    }

    [Fact]
    public void Prevalences_with_a_variant_too_few_are_rejected()
    {
        using var folder = new TempFolder();
        var file = Path.Combine(folder.Path, "mine.json");
        File.WriteAllText(file, Encoding.UTF8.GetString(Prevalences.Default.Json.Span).Replace("\"visits-over-6-weeks\": 90,", string.Empty, StringComparison.Ordinal));

        var run = CliRun.Of("cohort", "--prevalences", file, "--describe");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("physical-therapy/visits-over-6-weeks needs a weight", run.Error, StringComparison.Ordinal);
    }

    private static string Write(TempFolder folder, string name, params string[] options)
    {
        var run = CliRun.Of(["cohort", "--patients", "60", "--output", Path.Combine(folder.Path, name), .. options]);
        Assert.True(run.ExitCode == 0, run.Error);
        return Path.Combine(folder.Path, name, CohortFolder.ExportName);
    }

    private static string Unzipped(string path)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private static string TextOf(CohortPatient patient) =>
        $"{patient.Truth.Row} {string.Join(' ', patient.Truth.Drawn)}\n{string.Join('\n', patient.Resources.Select(resource => Encoding.UTF8.GetString(resource.Json.Span)))}";
}
