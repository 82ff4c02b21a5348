using System.Text.Json;
using Xunit;

namespace CdsHooks.EndToEnd.Tests;

/// <summary>The shipped resources as programs see them that are not ours: a validator, and whatever installs FHIR packages.</summary>
public sealed class StructureTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cdshooks-structure-");

    [Fact]
    public async Task Every_shipped_resource_and_every_resource_of_the_golden_cases_has_the_structure_of_FHIR_R4()
    {
        var (exit, output) = await CheckAsync();

        Assert.Matches(@"^[1-9][0-9]{2,} resources and bundles checked, 0 faults\n$", output);
        Assert.Equal(0, exit);
    }

    [Theory]
    [InlineData("""{"resourceType":"Observation","status":"done","code":{"text":"x"}}""", "Observation.status: Code \"done\" not found")]
    [InlineData("""{"resourceType":"Observation","status":"final"}""", "Observation.code: Missing property")]
    [InlineData("""{"resourceType":"Observation","status":"final","code":{"text":"x"},"valueQuanity":{}}""", "Observation.valueQuanity: Unexpected property")]
    [InlineData("""{"resourceType":"Observation","status":"final","code":{"coding":{"code":"x"}}}""", "Observation: An element has the wrong JSON kind")]
    [InlineData("""{"resourceType":"Procedure","status":"completed","subject":{"reference":"Medication/1"}}""", "Procedure.subject: Invalid type for reference")]
    [InlineData("""{"status":"final"}""", "A FHIR resource with a resourceType is expected.")]
    [InlineData("{", "This is not JSON.")]
    public async Task A_broken_resource_is_a_fault(string resource, string expected)
    {
        await WriteAsync("broken.json", resource);

        var (exit, output) = await CheckAsync(_folder.FullName);

        Assert.Equal(1, exit);
        Assert.Contains(expected, output, StringComparison.Ordinal);
        Assert.Contains(", 1 faults", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_resource_in_a_call_is_a_fault()
    {
        await WriteAsync(
            "request.json",
            """{"context":{"draftOrders":{"resourceType":"Bundle","type":"collection"}},"prefetch":{"patient":{"resourceType":"Patient","gender":"f"}}}""");

        var (exit, output) = await CheckAsync(_folder.FullName);

        Assert.Equal(1, exit);
        Assert.Contains("prefetch.patient: Patient.gender: Code \"f\" not found", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_profile_of_an_element_that_R4_does_not_have_is_a_fault()
    {
        var profile = await File.ReadAllTextAsync(
            Path.Combine(Command.Root, "fhir-profiles", "structures", "records", "StructureDefinition-observation-cobb-angle.json"),
            TestContext.Current.CancellationToken);
        await WriteAsync("profile.json", profile.Replace("Observation.bodySite", "Observation.bodySide", StringComparison.Ordinal));

        var (exit, output) = await CheckAsync(_folder.FullName);

        Assert.Equal(1, exit);
        Assert.Contains("Observation.bodySide: Observation has no such element", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_without_resources_is_no_success()
    {
        var (exit, _) = await CheckAsync(_folder.FullName);

        Assert.Equal(1, exit);
    }

    [Fact]
    public async Task The_FHIR_package_holds_every_resource_where_package_tools_look_for_it()
    {
        var knowledge = Path.Combine(Command.Root, "fhir-profiles");
        var (packed, _) = await Command.RunAsync("node", [Path.Combine(knowledge, "pack.mjs"), _folder.FullName]);
        Assert.Equal(0, packed);

        var (unpacked, _) = await Command.RunAsync("tar", ["-xzf", _folder.GetFiles("*.tgz").Single().FullName, "-C", _folder.FullName]);
        Assert.Equal(0, unpacked);

        var package = Path.Combine(_folder.FullName, "package");
        Assert.Equal(Names(knowledge, isExample: false), await IndexedAsync(package), StringComparer.Ordinal);
        Assert.Equal(Names(knowledge, isExample: true), await IndexedAsync(Path.Combine(package, "examples")), StringComparer.Ordinal);
        Assert.True(File.Exists(Path.Combine(package, "package.json")));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static IEnumerable<string?> Names(string folder, bool isExample) =>
        Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories)
            .Where(file => isExample == string.Equals(Path.GetFileName(Path.GetDirectoryName(file)), "examples", StringComparison.Ordinal))
            .Select(Path.GetFileName)
            .Where(name => name is not "package.json")
            .Order(StringComparer.Ordinal);

    /// <summary>The files that a folder's index names, each of which must be there.</summary>
    private static async Task<IEnumerable<string?>> IndexedAsync(string folder)
    {
        using var index = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder, ".index.json"), TestContext.Current.CancellationToken));
        var names = index.RootElement.GetProperty("files").EnumerateArray().Select(file => file.GetProperty("filename").GetString()).ToList();
        Assert.All(names, name => Assert.True(File.Exists(Path.Combine(folder, name!)), name));
        return names.Order(StringComparer.Ordinal);
    }

    private static async Task<(int Exit, string Output)> CheckAsync(params string[] paths)
    {
        var folder = Path.Combine(Command.Root, "tests", "structure");
        Assert.True(Directory.Exists(Path.Combine(folder, "node_modules")), "The validator is not installed: run tests/run, or 'npm ci' in tests/structure.");
        return await Command.RunAsync("node", [Path.Combine(folder, "check.mjs"), .. paths]);
    }

    private Task WriteAsync(string name, string text) =>
        File.WriteAllTextAsync(Path.Combine(_folder.FullName, name), text, TestContext.Current.CancellationToken);
}
