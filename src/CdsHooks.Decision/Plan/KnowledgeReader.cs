using System.Text.Json;
using CdsHooks.Fhir;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;
using Hl7.Fhir.Utility;

namespace CdsHooks.Decision.Plan;

/// <summary>
/// Reads one file of the knowledge with Firely's strict deserializer: whatever is not FHIR R4 becomes a fault with its place, and the
/// rest of the resource is read all the same. Knowledge is read once, so that the price of being strict does not matter.
/// </summary>
internal static class KnowledgeReader
{
    /// <summary>Reads a file. Touches nothing else, so that several threads may read at once.</summary>
    /// <param name="file">Its path, to name in faults.</param>
    /// <param name="json">Its content.</param>
    /// <returns>The resource, null where the file holds none, and everything that is wrong with the file.</returns>
    public static (KnowledgeResource? Resource, IReadOnlyList<KnowledgeFault> Faults) Read(string file, ReadOnlyMemory<byte> json)
    {
        List<KnowledgeFault> faults = [];
        try
        {
            return (ReadWholeOrBroken(file, json.Span, faults), faults);
        }
        catch (JsonException fault)
        {
            faults.Add(new KnowledgeFault(file, string.Empty, WhyNotJson(json.Span, fault)));
            return (null, faults);
        }
    }

    private static KnowledgeResource? ReadWholeOrBroken(string file, ReadOnlySpan<byte> json, List<KnowledgeFault> faults)
    {
        try
        {
            return Deserialize(file, json, faults);
        }
        catch (Exception fault) when (fault is InvalidOperationException or IndexOutOfRangeException)
        {
            return ReadBroken(file, json, faults);
        }
    }

    private static KnowledgeResource? ReadBroken(string file, ReadOnlySpan<byte> json, List<KnowledgeFault> faults)
    {
        List<int> lines = [];
        List<KnowledgeFault> found = [];
        var resource = Deserialize(file, BrokenText.Mark(json, lines), found);
        foreach (var element in resource?.Placed.Elements().OfType<PrimitiveType>() ?? [])
        {
            if (element.JsonValue is string text && BrokenText.LineOf(text, lines) is { } line)
            {
                found.Add(new KnowledgeFault(file, resource!.Placed.PlaceOf(element), $"This text holds half a character, or bytes that are no UTF-8 (line {line})."));
            }
        }

        faults.AddRange(found.Select(fault => fault with { Location = BrokenText.Shown(fault.Location) }));
        return resource;
    }

    private static KnowledgeResource? Deserialize(string file, ReadOnlySpan<byte> json, List<KnowledgeFault> faults)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        Resource? resource = null;
        IEnumerable<CodedException> issues = [];
        if (reader.TokenType is JsonTokenType.StartObject)
        {
            FhirJsonDeserializer.STRICT.TryDeserializeResource(ref reader, out resource, out issues);
        }

        // Throws where anything but white space follows.
        while (reader.Read())
        {
        }

        if (resource is null or DynamicResource)
        {
            faults.Add(new KnowledgeFault(file, string.Empty, StrictFault.WhyNoResource(resource, issues)));
            return null;
        }

        var placed = new PlacedResource(resource);
        var malformed = StrictFault.Of(file, placed, issues);
        if (malformed.Count > 0)
        {
            faults.AddRange(malformed);
            placed.KeepPlaces();
            MalformedParts.TakeOutOf(resource);
        }

        return KnowledgeResource.Of(file, placed);
    }

    private static string WhyNotJson(ReadOnlySpan<byte> json, JsonException fault) => json switch
    {
        [] => "This file is empty.",
        [0xEF, 0xBB, 0xBF, ..] => "This file begins with a byte-order mark: save it as UTF-8 without one.",
        [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] => "This file is UTF-16: save it as UTF-8.",
        _ when IsJsonOfAnyDepth(json) => $"Objects and lists are nested too deeply here (line {(fault.LineNumber ?? 0) + 1}): 64 levels are the limit.",
        _ => $"This is not JSON (line {(fault.LineNumber ?? 0) + 1}, byte {fault.BytePositionInLine ?? 0}).",
    };

    private static bool IsJsonOfAnyDepth(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = int.MaxValue });
        try
        {
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
