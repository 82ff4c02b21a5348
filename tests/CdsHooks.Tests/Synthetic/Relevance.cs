using System.Text.Json;
using System.Text.Json.Nodes;
using CdsHooks.Decision.Plan;
using CdsHooks.Fhir.Terminology;
using Hl7.Fhir.Serialization;

namespace CdsHooks.Tests.Synthetic;

/// <summary>
/// Tells from the plan's inputs and the value sets which resources may bear on a rule: those that hold, anywhere, a code of each value
/// set that some input of their type filters by; and drugs that no value set knows whose words name one that some input looks for. It
/// is told apart from the engine, and says rather too often that something matters.
/// </summary>
internal sealed class Relevance
{
    private readonly TerminologyIndex _terminology;
    private readonly List<(string Type, int[] Filters)> _filtered = [];
    private readonly HashSet<string> _names;

    public Relevance(KnowledgeResource plan, TerminologyIndex terminology)
    {
        _terminology = terminology;
        var all = Objects(JsonNode.Parse(plan.Resource.ToJson())!).ToList();
        var given = all.Where(use => use["url"] is JsonValue url && ((string)url!).EndsWith("/inputs", StringComparison.Ordinal))
            .Select(use => Settings(use).ToDictionary(setting => setting.Name, setting => setting.Value, StringComparer.Ordinal))
            .Where(use => use.ContainsKey("valueSet"))
            .ToLookup(use => use["list"][1..], use => use["valueSet"], StringComparer.Ordinal);
        foreach (var holder in all)
        {
            // A list's filter that names no value set takes each that some use of the list gives.
            string[] sets = [.. holder["id"] is JsonValue id ? given[(string)id!] : [], string.Empty];
            var inputs = (holder["input"] as JsonArray ?? holder["dataRequirement"] as JsonArray ?? []).OfType<JsonObject>();
            foreach (var (input, set) in inputs.Where(input => input["codeFilter"] is not null).SelectMany(input => sets.Select(set => (input, set))))
            {
                int[] filters = [.. input["codeFilter"]!.AsArray().Select(filter => terminology.IndexOf((string?)filter!["valueSet"] ?? set))];
                if (Array.TrueForAll(filters, filter => filter >= 0))
                {
                    _filtered.Add(((string)input["type"]!, filters));
                }
            }
        }

        _names = Settings(JsonNode.Parse(plan.Resource.ToJson())!)
            .Where(setting => setting.Name is "names")
            .SelectMany(setting => terminology.Names(terminology.IndexOf(setting.Value)))
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    public bool Matters(SyntheticResource resource)
    {
        var json = JsonNode.Parse(resource.Json)!;
        var codings = Objects(json).Where(coding => coding["system"] is JsonValue && coding["code"] is JsonValue).ToList();
        var bits = codings.Aggregate(default(ValueSetBits), (bits, coding) => bits | _terminology.Lookup((string)coding["system"]!, (string)coding["code"]!));
        return _filtered.Exists(input => string.Equals(input.Type, resource.Type, StringComparison.Ordinal) && Array.TrueForAll(input.Filters, bits.Contains))
            || (resource.Type is "MedicationRequest" or "MedicationStatement" && bits.IsEmpty && codings.Exists(coding => NamesDrug((string?)coding["display"])));
    }

    private bool NamesDrug(string? words) => words is not null && _names.Any(name =>
        $" {string.Join(' ', words.Split(' ', '/', '[', ']', ','))} ".Contains($" {name} ", StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<JsonObject> Objects(JsonNode node) => node switch
    {
        JsonObject json => json.Select(member => member.Value).OfType<JsonNode>().SelectMany(Objects).Prepend(json),
        JsonArray items => items.OfType<JsonNode>().SelectMany(Objects),
        _ => [],
    };

    /// <summary>The settings below an element whose value is an address.</summary>
    private static IEnumerable<(string Name, string Value)> Settings(JsonNode holder) =>
        from extension in Objects(holder)
        where extension["valueCanonical"] is JsonValue canonical && canonical.GetValueKind() is JsonValueKind.String
        select ((string)extension["url"]!, (string)extension["valueCanonical"]!);
}
