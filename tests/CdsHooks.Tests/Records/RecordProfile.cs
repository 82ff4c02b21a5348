using System.Text.Json.Nodes;
using CdsHooks.Fhir.Terminology;
using CdsHooks.Tests.Architecture;

namespace CdsHooks.Tests.Records;

/// <summary>
/// A profile of what we ask an EHR to record, with as much of FHIR's rules of conformance as our profiles make use of. An invariant
/// is known by its key: there is no FHIRPath here.
/// </summary>
internal sealed class RecordProfile
{
    private const string OtherSites = "https://cdshooks.example.org/fhir/ValueSet/spine-body-sites-nonlumbar";

    private RecordProfile(JsonObject json)
    {
        Json = json;
        Elements = [.. json["differential"]!["element"]!.AsArray().Skip(1).Select(element => new RecordElement(element!.AsObject()))];
    }

    public static IReadOnlyList<RecordProfile> All { get; } =
    [
        .. Directory.EnumerateFiles(Repository.PathOf("fhir-profiles", "structures", "records"), "*.json")
            .Order(StringComparer.Ordinal)
            .Select(file => new RecordProfile(JsonNode.Parse(File.ReadAllText(file))!.AsObject())),
    ];

    public JsonObject Json { get; }

    public string Id => (string)Json["id"]!;

    public string Url => (string)Json["url"]!;

    public string Type => (string)Json["type"]!;

    public IReadOnlyList<RecordElement> Elements { get; }

    public static RecordProfile Of(string id) => All.Single(profile => string.Equals(profile.Id, id, StringComparison.Ordinal));

    /// <summary>Lists what keeps a resource from conforming, as element and word.</summary>
    public IEnumerable<string> Faults(JsonObject resource, TerminologyIndex terminology) =>
        Elements.SelectMany(element => Faults(element, resource, terminology).Select(fault => $"{element.Id} {fault}"));

    private static IEnumerable<string> Faults(RecordElement element, JsonObject resource, TerminologyIndex terminology)
    {
        IEnumerable<JsonNode> parents = [resource];
        foreach (var step in element.Steps[..^1])
        {
            parents = parents.SelectMany(parent => RecordElement.Follow(parent, step)).Select(found => found.Node);
        }

        foreach (var parent in parents)
        {
            var found = RecordElement.Follow(parent, element.Steps[^1]).ToList();
            if (found.Count < element.Min)
            {
                yield return "min";
            }

            if (found.Count > 0 && element.IsForbidden)
            {
                yield return "max";
            }

            foreach (var fault in found.SelectMany(item => Faults(element, item.Name, item.Node, terminology)))
            {
                yield return fault;
            }
        }
    }

    private static IEnumerable<string> Faults(RecordElement element, string name, JsonNode node, TerminologyIndex terminology)
    {
        var isChoice = element.Steps[^1].Contains("[x]", StringComparison.Ordinal);
        if (isChoice && element.Types.Any() && !element.Types.Any(type => name.EndsWith(type, StringComparison.OrdinalIgnoreCase)))
        {
            yield return "type";
        }

        if (element.Fixed is { } wanted && !JsonNode.DeepEquals(wanted, node))
        {
            yield return "fixed";
        }

        if (node is JsonValue value && value.TryGetValue<decimal>(out var number) && (number < element.Lowest || number > element.Highest))
        {
            yield return "bounds";
        }

        if (element.RequiredSet is { } valueSet && !IsIn(node, terminology.IndexOf(valueSet), terminology))
        {
            yield return "binding";
        }

        foreach (var key in element.Constraints.Where(key => !Holds(key, node, terminology)))
        {
            yield return key;
        }
    }

    private static bool IsIn(JsonNode node, int valueSet, TerminologyIndex terminology) => node is JsonValue code
        ? terminology.LookupAnySystem((string)code!).Contains(valueSet)
        : (node["coding"]?.AsArray() ?? []).Any(coding =>
            terminology.Lookup((string?)coding!["system"] ?? string.Empty, (string?)coding["code"] ?? string.Empty).Contains(valueSet));

    private static bool Holds(string key, JsonNode node, TerminologyIndex terminology) => key switch
    {
        "record-day" => node.GetValue<string>().Length >= 10,
        "record-site" => !IsIn(node, terminology.IndexOf(OtherSites), terminology),
        _ => throw new NotSupportedException($"The invariant {key} is not known here."),
    };
}
