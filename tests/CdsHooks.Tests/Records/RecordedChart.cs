using System.Text;
using System.Text.Json.Nodes;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Evidence;
using CdsHooks.Decision.Intake;
using CdsHooks.Decision.Plan;
using CdsHooks.Tests.Architecture;
using CdsHooks.Workbench.Plans;

namespace CdsHooks.Tests.Records;

/// <summary>A chart that holds one record, or an order that is signed over an empty chart, as the shipped rules see it.</summary>
internal static class RecordedChart
{
    private static readonly Lazy<RuleSet> Shipped = new(Load);

    public static RuleSet Rules => Shipped.Value;

    /// <summary>Reads one of the shipped examples.</summary>
    public static JsonObject Example(string file) =>
        JsonNode.Parse(File.ReadAllText(Repository.PathOf("fhir-profiles", "examples", file + ".json")))!.AsObject();

    /// <summary>The example that says it conforms to a profile.</summary>
    public static JsonObject ExampleOf(RecordProfile profile) => Examples().Single(example =>
        string.Equals((string?)example["meta"]?["profile"]?[0], profile.Url, StringComparison.Ordinal));

    public static IEnumerable<JsonObject> Examples() =>
        Directory.EnumerateFiles(Repository.PathOf("fhir-profiles", "examples"), "*.json").Select(Path.GetFileNameWithoutExtension).Select(file => Example(file!));

    /// <summary>A merge patch (RFC 7396): objects merge, anything else replaces, null removes.</summary>
    public static JsonObject Changed(JsonObject record, string patch)
    {
        var changed = record.DeepClone().AsObject();
        Merge(changed, JsonNode.Parse(patch)!.AsObject());
        return changed;
    }

    public static Finding Find(JsonObject record, string criterion)
    {
        using var request = HookRequest.Read(Encoding.UTF8.GetBytes(Request(record).ToJsonString()));
        var sets = request.ReadRest(Rules.Terminology, Rules.KeepAll).Sets;
        var chart = PatientRecordBuilder.Build(Rules.Terminology, request.Context.PatientId, OrderRecords.Read(Rules.Terminology, request.Context.DraftOrders), sets);
        var day = new DateOnly(2026, 6, 1);
        return Rules.Assess(chart, Rules.Match(chart.Orders), new AssessmentClock(day, day)).Find(criterion)!;
    }

    /// <summary>Result and reason, e.g. <c>met documented</c>.</summary>
    public static string Says(Finding finding) => $"{finding.Result.ToCode()} {finding.Reason.ToCode()}";

    public static string ReferenceTo(JsonObject record) => $"{(string)record["resourceType"]!}/{(string)record["id"]!}";

    private static RuleSet Load()
    {
        var source = KnowledgeSource.Open(Repository.PathOf("fhir-profiles"));
        return source.Load(source.OnlyPlan(), siteParametersId: null).Rules;
    }

    private static JsonObject Request(JsonObject record)
    {
        var isOrder = (string?)record["resourceType"] is "ServiceRequest";
        var order = isOrder ? record : Example("ServiceRequest-example-lumbar-fusion-order");
        var prefetch = new JsonObject();
        foreach (var (key, _, type) in PrefetchKeys.All)
        {
            var isItsSet = !isOrder && string.Equals((string?)record["resourceType"], type, StringComparison.Ordinal);
            var set = Bundle("searchset", isItsSet ? record : null);
            prefetch[key] = key is PrefetchKeys.Patient ? Example("Patient-example") : set;
        }

        return new JsonObject
        {
            ["hook"] = "order-sign",
            ["hookInstance"] = "2b1fa201-c97f-40fb-835e-83fba437e915",
            ["context"] = new JsonObject { ["userId"] = "Practitioner/1", ["patientId"] = "example", ["draftOrders"] = Bundle("collection", order) },
            ["prefetch"] = prefetch,
        };
    }

    private static JsonObject Bundle(string type, JsonObject? resource) => new()
    {
        ["resourceType"] = "Bundle",
        ["type"] = type,
        ["entry"] = resource is null ? [] : new JsonArray(new JsonObject { ["resource"] = resource.DeepClone() }),
    };

    private static void Merge(JsonObject target, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            if (value is null)
            {
                target.Remove(name);
            }
            else if (value is JsonObject inner && target[name] is JsonObject old)
            {
                Merge(old, inner);
            }
            else
            {
                target[name] = value.DeepClone();
            }
        }
    }
}
