using System.Buffers;
using System.Collections.Frozen;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CdsHooks.Decision.Evidence;
using CdsHooks.Decision.Hooks;
using CdsHooks.Fhir;
using CdsHooks.Workbench;

namespace CdsHooks.Simulation.Calls;

/// <summary>Writes a simulated call as the request that an EHR would have sent on that day, with the chart of that day as its prefetch.</summary>
internal static class CallRequest
{
    private const string Helpers = "included";

    /// <summary>Gets the kinds of which a chart has to be read whole, to be written: all.</summary>
    public static IReadOnlySet<EvidenceKind> KeepAll { get; } = Enum.GetValues<EvidenceKind>().ToFrozenSet();

    /// <summary>Writes the request.</summary>
    /// <param name="patientId">The patient.</param>
    /// <param name="chart">The chart as exported, read with <see cref="KeepAll"/>.</param>
    /// <param name="call">The call.</param>
    /// <returns>JSON in UTF-8.</returns>
    public static byte[] Write(string patientId, IReadOnlyList<EvidenceSet> chart, SimulatedCall call)
    {
        var sets = ChartAsOf.Of(chart, call);
        var later = LaterOf(sets);
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("hook", HookNames.OrderSign);
            json.WriteString("hookInstance", "00000000-0000-4000-8000-000000000000");
            WriteContext(json, patientId, call);
            json.WriteStartObject("prefetch");
            foreach (var set in sets)
            {
                Write(json, set, later);
            }

            WriteBundle(json, Helpers, [.. sets.SelectMany(set => set.Resources).Where(raw => raw.Kind is null)], later, isCut: false);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteContext(Utf8JsonWriter json, string patientId, SimulatedCall call)
    {
        json.WriteStartObject("context");
        json.WriteString("userId", "Practitioner/simulation");
        json.WriteString("patientId", patientId);
        json.WriteStartObject("draftOrders");
        json.WriteString("resourceType", "Bundle");
        json.WriteString("type", "collection");
        WriteEntries(json, call.Drafts.Select(draft => draft.Resource.Json));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, EvidenceSet set, Dictionary<string, RawResource> later)
    {
        List<RawResource> records = [.. set.Resources.Where(raw => raw is { IsUnused: false, Kind: not null })];
        switch (set.Retrieval)
        {
            case { Outcome: RetrievalOutcome.NotRequested }:
                break;
            case { Kind: EvidenceKind.Patient } when records is [var patient, ..]:
                json.WritePropertyName(set.Retrieval.Key);
                json.WriteRawValue(patient.Json.Span);
                break;
            case { Kind: EvidenceKind.Patient, Outcome: not RetrievalOutcome.Truncated }:
                json.WriteNull(set.Retrieval.Key);
                break;
            default:
                WriteBundle(json, set.Retrieval.Key, records, later, set.Retrieval.Outcome is RetrievalOutcome.Truncated);
                break;
        }
    }

    private static void WriteBundle(Utf8JsonWriter json, string key, IReadOnlyList<RawResource> records, Dictionary<string, RawResource> later, bool isCut)
    {
        json.WriteStartObject(key);
        json.WriteString("resourceType", "Bundle");
        json.WriteString("type", "searchset");
        if (isCut)
        {
            json.WriteStartArray("link");
            json.WriteStartObject();
            json.WriteString("relation", "next");
            json.WriteString("url", PrefetchSets.NextPage);
            json.WriteEndObject();
            json.WriteEndArray();
        }

        WriteEntries(json, records.Select(raw => WithReasons(raw.Json, later)));
        json.WriteEndObject();
    }

    private static void WriteEntries(Utf8JsonWriter json, IEnumerable<ReadOnlyMemory<byte>> resources)
    {
        json.WriteStartArray("entry");
        foreach (var resource in resources)
        {
            json.WriteStartObject();
            json.WritePropertyName("resource");
            json.WriteRawValue(resource.Span);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Puts the diagnoses that were written down later, and explain a record, into that record: on their own they would be evidence.</summary>
    private static ReadOnlyMemory<byte> WithReasons(ReadOnlyMemory<byte> record, Dictionary<string, RawResource> later)
    {
        if (later.Count is 0 || record.Span.IndexOf("Condition/"u8) < 0)
        {
            return record;
        }

        try
        {
            var resource = (JsonObject)JsonNode.Parse(record.Span)!;
            Dictionary<string, string> used = new(StringComparer.Ordinal);
            Repoint(resource, later, used);
            if (used.Count is 0)
            {
                return record;
            }

            var contained = resource["contained"] as JsonArray ?? [];
            resource["contained"] = contained.Parent is null ? contained : contained.DeepClone();
            foreach (var (reference, id) in used)
            {
                var reason = (JsonObject)JsonNode.Parse(later[reference].Json.Span)!;
                reason["id"] = id;
                ((JsonArray)resource["contained"]!).Add(reason);
            }

            return JsonSerializer.SerializeToUtf8Bytes(resource);
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            // A name that stands twice, or text that is not valid Unicode: the engine reports the record as unreadable.
            return record;
        }
    }

    private static void Repoint(JsonNode? node, Dictionary<string, RawResource> later, Dictionary<string, string> used)
    {
        switch (node)
        {
            case JsonArray array:
                foreach (var item in array)
                {
                    Repoint(item, later, used);
                }

                break;
            case JsonObject json:
                if (json["reference"] is JsonValue value && value.TryGetValue<string>(out var text) && ReferenceKey.TryParse(text, out var key) && later.ContainsKey($"{key.Type}/{key.Id}"))
                {
                    used[$"{key.Type}/{key.Id}"] = $"later-{key.Id}";
                    json["reference"] = $"#later-{key.Id}";
                }

                foreach (var (_, member) in json)
                {
                    Repoint(member, later, used);
                }

                break;
        }
    }

    /// <summary>Gets the diagnoses that were written down later by the references to them. A chart may hold one twice; the last one counts, as where it is read again.</summary>
    private static Dictionary<string, RawResource> LaterOf(IEnumerable<EvidenceSet> sets)
    {
        Dictionary<string, RawResource> later = new(StringComparer.Ordinal);
        foreach (var raw in sets.SelectMany(set => set.Resources).Where(raw => raw.IsUnused))
        {
            later[ResourceFacts.Of(raw.Json.Span).Reference] = raw;
        }

        return later;
    }
}
