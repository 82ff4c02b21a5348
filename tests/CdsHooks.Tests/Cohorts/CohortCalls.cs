using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using CdsHooks.Decision;
using CdsHooks.Decision.Cards;
using CdsHooks.Decision.Evidence;
using CdsHooks.Decision.Intake;
using CdsHooks.Simulation.Cohort;
using CdsHooks.Tests.Architecture;
using CdsHooks.Workbench.Plans;
using CdsHooks.Workbench.Replay;

namespace CdsHooks.Tests.Cohorts;

/// <summary>Calls the engine with a patient of a cohort: the order as the draft, on its day, with the whole chart.</summary>
internal static class CohortCalls
{
    private static readonly KnowledgeSource Knowledge = KnowledgeSource.Open(Repository.PathOf("fhir-profiles"));

    private static readonly IReadOnlyList<CdsHooks.Simulation.Cohort.Charts.CohortResource> Shared = CohortSource.Shared();

    public static CompiledPlan Plan { get; } = Knowledge.Load(Knowledge.OnlyPlan(), siteParametersId: null);

    public static CohortSource Source { get; } = new(Plan, Prevalences.Default, seed: 14);

    public static ReplayedCall Decide(CohortPatient patient, CompiledPlan plan)
    {
        using var request = HookRequest.Read(RequestOf(patient));
        var now = new DateTimeOffset(patient.Truth.AsOf, new TimeOnly(23, 59, 59), TimeSpan.FromHours(-5));
        return ReplayedCall.Of(plan, request, new PlanQuestion(now, patient.Truth.AsOf, new CardOptions(), new SequentialUuids().Next));
    }

    private static ReadOnlyMemory<byte> RequestOf(CohortPatient patient)
    {
        var id = patient.Truth.Id;
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("hook"u8, "order-sign"u8);
        json.WriteString("hookInstance"u8, "8b185da8-5058-4ead-a7be-a209f8102814"u8);
        json.WriteStartObject("context"u8);
        json.WriteString("userId"u8, "Practitioner/1"u8);
        json.WriteString("patientId"u8, id);
        json.WriteStartObject("draftOrders"u8);
        json.WriteString("resourceType"u8, "Bundle"u8);
        json.WriteString("type"u8, "collection"u8);
        json.WriteStartArray("entry"u8);
        json.WriteStartObject();
        json.WritePropertyName("resource"u8);
        json.WriteRawValue(DraftOf(patient).ToJsonString());
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
        WritePrefetch(json, patient);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    /// <summary>Makes the draft: the order with the status draft, a procedure as an order of it, or a plain order where there is none.</summary>
    private static JsonObject DraftOf(CohortPatient patient)
    {
        var order = new JsonObject
        {
            ["resourceType"] = "ServiceRequest",
            ["id"] = "draft",
            ["intent"] = "order",
            ["status"] = "draft",
            ["subject"] = new JsonObject { ["reference"] = "Patient/" + patient.Truth.Id },
            ["authoredOn"] = patient.Truth.AsOf.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
        };
        if (patient.Truth.Order is { } kept)
        {
            var source = patient.Resources.Where(resource => string.Equals(resource.Type, kept.Type, StringComparison.Ordinal)).Select(resource => JsonNode.Parse(resource.Json.Span)!.AsObject()).Single(json => string.Equals((string?)json["id"], kept.Id, StringComparison.Ordinal));
            foreach (var element in new[] { "code", "bodySite", "reasonCode" })
            {
                order[element] = source[element]?.DeepClone();
            }

            return JsonNode.Parse(new JsonObject(order.Where(member => member.Value is not null).Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone()))).ToJsonString())!.AsObject();
        }

        order["code"] = JsonNode.Parse("""{"coding":[{"system":"http://www.ama-assn.org/go/cpt","code":"22630"}]}""");
        return order;
    }

    private static void WritePrefetch(Utf8JsonWriter json, CohortPatient patient)
    {
        json.WriteStartObject("prefetch"u8);
        foreach (var (key, _, type) in PrefetchKeys.All)
        {
            json.WritePropertyName(key);
            if (string.Equals(key, PrefetchKeys.Patient, StringComparison.Ordinal))
            {
                json.WriteRawValue(patient.Resources[0].Json.Span);
                continue;
            }

            json.WriteStartObject();
            json.WriteString("resourceType"u8, "Bundle"u8);
            json.WriteString("type"u8, "searchset"u8);
            json.WriteStartArray("entry"u8);
            foreach (var resource in patient.Resources.Where(resource => string.Equals(resource.Type, type, StringComparison.Ordinal)))
            {
                WriteEntry(json, resource.Json.Span);
            }

            // Resources that patients share come along with those that refer to them.
            foreach (var shared in Shared.Where(resource => type is "Procedure" or "Encounter" or "MedicationRequest" && resource.Type is not "Practitioner"))
            {
                WriteEntry(json, shared.Json.Span);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteEntry(Utf8JsonWriter json, ReadOnlySpan<byte> resource)
    {
        json.WriteStartObject();
        json.WritePropertyName("resource"u8);
        json.WriteRawValue(resource);
        json.WriteEndObject();
    }
}
