using System.Text.Json.Nodes;
using CdsHooks.Decision.Intake;
using CdsHooks.Decision.Plan;

namespace CdsHooks.Benchmarks.Samples;

/// <summary>Makes up the rest of a chart of what the rules know: the resources of some golden cases, again and again.</summary>
internal static class RelevantChart
{
    // Slips, herniations, stenosis, a foot drop, films, grades, therapy, drugs, smoking: a resource of each kind the rules read.
    private static readonly string[] Cases =
    [
        "v38-spondylolisthesis-grade-one", "v57-herniation-occupation-missing", "v60-stenosis-stable-on-film", "v65-foot-drop-improving",
        "v74-seven-months-of-care", "v88-smoker-complete-care",
    ];

    private static readonly Dictionary<string, List<JsonObject>> Examples = new(StringComparer.Ordinal);

    /// <summary>Makes a resource that the rules know.</summary>
    /// <param name="key">The prefetch key of its set.</param>
    /// <param name="number">Its number in the set, from 0.</param>
    /// <param name="patient">Whose it is.</param>
    public static JsonObject Resource(string key, int number, string patient)
    {
        if (!Examples.TryGetValue(key, out var examples))
        {
            Examples[key] = examples = Collect(key);
        }

        var resource = examples[number % examples.Count].DeepClone().AsObject();
        resource["id"] = $"rel-{key}-{number}";
        resource["subject"] = new JsonObject { ["reference"] = $"Patient/{patient}" };
        return resource;
    }

    /// <summary>Makes sure that the rules know every resource of some sets.</summary>
    /// <param name="request">The body of a call.</param>
    /// <param name="keys">The keys of the sets.</param>
    /// <exception cref="InvalidOperationException">They do not.</exception>
    public static void Check(byte[] request, IEnumerable<string> keys)
    {
        var rules = Fusion.Load().Rules;
        using var read = HookRequest.Read(request);
        var sets = read.ReadRest(rules.Terminology, rules.KeepAll).Sets.ToDictionary(set => set.Retrieval.Key, StringComparer.Ordinal);
        foreach (var (retrieval, resources) in keys.Select(key => sets[key]))
        {
            if (resources.Count < retrieval.Count)
            {
                throw new InvalidOperationException($"The rules know {resources.Count} of {retrieval.Count} in {retrieval.Key}.");
            }
        }
    }

    /// <summary>Every example of a set that the rules know by its code.</summary>
    private static List<JsonObject> Collect(string key)
    {
        var rules = Fusion.Load().Rules;
        return [.. Cases.SelectMany(name => SetOf(name, key)).Where(resource => IsKnown(resource, key, rules))];
    }

    private static IEnumerable<JsonObject> SetOf(string name, string key)
    {
        var request = JsonNode.Parse(File.ReadAllBytes(Path.Combine(Repository.Root, "tests", "cases", name, "request.json")))!;
        return request["prefetch"]?[key]?["entry"]?.AsArray().Select(entry => entry!["resource"]!.AsObject()) ?? [];
    }

    private static bool IsKnown(JsonObject resource, string key, RuleSet rules)
    {
        var page = new JsonObject { ["resourceType"] = "Bundle", ["entry"] = new JsonArray(new JsonObject { ["resource"] = resource.DeepClone() }) };
        var kind = CdsHooks.Decision.Evidence.PrefetchKeys.All.First(set => string.Equals(set.Key, key, StringComparison.Ordinal)).Kind;
        return SearchPage.Read(System.Text.Encoding.UTF8.GetBytes(page.ToJsonString()), kind, rules.Terminology, rules.KeepAll).Resources.Count > 0;
    }
}
