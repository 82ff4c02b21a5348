using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Firely.Fhir.Validation.Compilation;
using Hl7.Fhir.Model;
using Hl7.Fhir.Specification.Source;

namespace CdsHooks.Service.Tests.Infrastructure;

/// <summary>The definitions that <see cref="FhirStructure"/> goes by: those of FHIR R4 and those of <c>fhir-profiles</c>.</summary>
internal static partial class FhirDefinitions
{
    private const string CodeFilter = "code";

    // Firely's terminology knows neither ICD-10 nor how to apply a regular expression to it. Where a value set names the beginning
    // of codes, these stand for all codes that there are, and so does what begins so and goes on with 8: a sacral site, where the codes are of the spine.
    private static readonly string[] StandIns = ["M54.50", "M17.11", "0SG00AJ", "0SB00AJ"];

    // A corrected definition must lie below the snapshots: a constraint that is copied into a snapshot is corrected no more.
    private static readonly Lazy<IAsyncResourceResolver> Loaded = new(() => new StructureDefinitionCorrectionsResolver(
        new CachedResolver(new MultiResolver(new InMemoryResourceResolver(Own()), ZipSource.CreateValidationSource()))));

    private static readonly Lazy<IAsyncResourceResolver> Expanded = new(() => new SnapshotSource(Source));

    /// <summary>Gets the definitions as they are written.</summary>
    public static IAsyncResourceResolver Source => Loaded.Value;

    /// <summary>Gets the definitions, each structure with a snapshot.</summary>
    public static IAsyncResourceResolver Resolver => Expanded.Value;

    private static List<Resource> Own() =>
    [
        .. Directory.EnumerateFiles(Path.GetFullPath(Path.Combine(Here(), "..", "..", "..", "fhir-profiles")), "*.json", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(file) is not "package.json")
            .Select(file => FhirStructure.Read(File.ReadAllText(file), out _))
            .OfType<Resource>()
            .Where(resource => resource is IConformanceResource)
            .Select(WithoutFilters),
    ];

    private static Resource WithoutFilters(Resource resource)
    {
        if (resource is not ValueSet { Compose: { } compose })
        {
            return resource;
        }

        List<ValueSet.ConceptSetComponent> excludedByFilter = compose.Exclude.FindAll(exclude => exclude.Filter.Count > 0);
        foreach (var part in compose.Include.Concat(excludedByFilter))
        {
            if (part.Filter is [{ Op: FilterOperator.Regex, Property: CodeFilter, Value: { } expression }])
            {
                part.Filter.Clear();
                part.Concept = [.. Codes(expression).Select(code => new ValueSet.ConceptReferenceComponent { Code = code })];
            }
        }

        // What leaves out no stand-in would leave out the whole code system.
        compose.Exclude.RemoveAll(exclude => exclude.Concept.Count == 0 && excludedByFilter.Contains(exclude));
        return resource;
    }

    private static IEnumerable<string> Codes(string expression)
    {
        var beginning = Beginning().Match(expression) is { Success: true } match ? match.Groups["code"].Value + "8" : string.Empty;
        return StandIns.Append(beginning).Where(code => Regex.IsMatch(code, $"^(?:{expression})$", RegexOptions.None, TimeSpan.FromSeconds(1)));
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    [GeneratedRegex(@"^(?<code>[A-Z0-9.]+)\.\*$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Beginning();
}
