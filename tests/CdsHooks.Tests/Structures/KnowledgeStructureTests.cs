using CdsHooks.Service.Tests.Infrastructure;
using CdsHooks.Tests.Architecture;
using Hl7.Fhir.Model;
using Hl7.Fhir.Specification.Snapshot;
using Hl7.Fhir.Specification.Source;
using Xunit;
using Task = System.Threading.Tasks.Task;

namespace CdsHooks.Tests.Structures;

/// <summary>All knowledge, of the shipped package and of the second procedure, has the structure of FHIR R4 and of the extensions that it makes use of.</summary>
public sealed class KnowledgeStructureTests(ITestOutputHelper output)
{
    private static readonly string[] Folders = ["fhir-profiles", "tests/second-procedure/fhir-profiles"];

    private static readonly Dictionary<string, string> Files = Folders
        .SelectMany(folder => Directory.EnumerateFiles(Repository.PathOf(folder), "*.json", SearchOption.AllDirectories))
        .Where(file => Path.GetFileName(file) is not "package.json")
        .ToDictionary(file => Path.GetRelativePath(Repository.Root, file), File.ReadAllText, StringComparer.Ordinal);

    [Fact]
    public void Every_resource_is_sound()
    {
        var issues = Files.SelectMany(file => FhirStructure.Issues(file.Value).Select(issue => $"{file.Key}: {issue}")).ToList();

        output.WriteLine($"{Files.Count} resources of knowledge");
        Assert.True(issues.Count == 0, string.Join('\n', issues.Take(10)));
        Assert.True(Files.Count >= 245, "Knowledge has gone missing.");
    }

    [Fact]
    public async Task Every_profile_and_extension_constrains_what_its_base_has()
    {
        var definitions = Files.Where(file => Path.GetFileName(file.Key).StartsWith("StructureDefinition-", StringComparison.Ordinal)).ToList();

        Assert.True(definitions.Count >= 21, "Definitions have gone missing.");
        foreach (var (file, json) in definitions)
        {
            Assert.True(await UnknownElementsAsync(json) is [], file);
        }
    }

    [Theory]
    [InlineData("Observation.bodySite", "Observation.bodySide", "Observation.bodySide Observation.bodySide.text")]
    [InlineData("\"path\": \"Observation.bodySite\"", "\"path\": \"Observation.bodySide\"", "Observation.bodySite")]
    [InlineData("Observation.value[x].code", "Observation.value[x].kode", "Observation.value[x].kode")]
    [InlineData("\"Quantity\"", "\"Money\"", "Observation")]
    public async Task A_profile_of_an_element_that_its_base_does_not_have_is_seen(string old, string changed, string expected)
    {
        var profile = Files["fhir-profiles/structures/records/StructureDefinition-observation-cobb-angle.json"];

        var unknown = await UnknownElementsAsync(profile.Replace(old, changed, StringComparison.Ordinal));

        Assert.Equal(expected, string.Join(' ', unknown));
    }

    /// <summary>Lists the elements of a differential that FHIR's definitions do not have, by id; all of it where no snapshot can be made.</summary>
    private static async Task<List<string>> UnknownElementsAsync(string json)
    {
        var structure = (StructureDefinition)FhirStructure.Read(json, out _)!;
        var asked = structure.Differential!.Element;
        try
        {
            await new SnapshotGenerator(FhirDefinitions.Source).UpdateAsync(structure);
        }
        catch (InvalidOperationException)
        {
            return [structure.Type!];
        }

        List<string> unknown = [];
        foreach (var element in asked)
        {
            var made = structure.Snapshot!.Element.Find(made => string.Equals(made.ElementId, element.ElementId, StringComparison.Ordinal));
            if (made?.Base?.Path is not { } origin || !await IsDefinedAsync(origin) || !IsNamedByItsPath(element))
            {
                unknown.Add(element.ElementId!);
            }
        }

        return unknown;
    }

    private static async Task<bool> IsDefinedAsync(string path)
    {
        var type = await FhirDefinitions.Source.FindStructureDefinitionForCoreTypeAsync(path.Split('.')[0]);
        return type?.Snapshot is { } snapshot && snapshot.Element.Exists(element => string.Equals(element.Path, path, StringComparison.Ordinal));
    }

    /// <summary>An id is the path, with the names of slices.</summary>
    private static bool IsNamedByItsPath(ElementDefinition element) =>
        string.Equals(string.Join('.', element.ElementId!.Split('.').Select(step => step.Split(':')[0])), element.Path, StringComparison.Ordinal);
}
