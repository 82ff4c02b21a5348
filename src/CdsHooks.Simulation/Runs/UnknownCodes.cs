using System.Text.Json;
using CdsHooks.Decision.Evidence;
using CdsHooks.Simulation.Calls;

namespace CdsHooks.Simulation.Runs;

/// <summary>Finds the codes in a chart that no value set of the rules has: what may be care that the rules do not see.</summary>
internal static class UnknownCodes
{
    /// <summary>Lists the codes of the resources of a set that no rule reads and that the chart had at a call, each once.</summary>
    /// <param name="set">The set.</param>
    /// <param name="call">The call.</param>
    /// <returns>System, code and display; empty texts where there are none.</returns>
    public static IReadOnlySet<(string System, string Code, string Display)> Of(EvidenceSet set, SimulatedCall call)
    {
        HashSet<(string System, string Code, string Display)> found = [];
        List<(string System, string Code, string Display)> codes = [];
        foreach (var raw in set.Resources)
        {
            if (raw.IsUnused && !Read(raw, codes).IsAfter(call))
            {
                found.UnionWith(codes);
            }
        }

        return found;
    }

    /// <summary>Reads the codes and the dates of a resource in one pass.</summary>
    private static ResourceDates Read(RawResource raw, List<(string System, string Code, string Display)> codes)
    {
        codes.Clear();
        var dates = default(StatedDates);
        var reader = new Utf8JsonReader(raw.Json.Span);
        reader.Read();
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var name = reader.ValueSpan;
            if (IsConcept(name, raw.Kind))
            {
                ReadConcepts(ref reader, codes);
            }
            else if (!dates.TryRead(ref reader, name))
            {
                reader.Read();
                reader.Skip();
            }
        }

        return dates.ToDates();
    }

    private static bool IsConcept(ReadOnlySpan<byte> name, EvidenceKind? kind) => name.Length switch
    {
        4 => name.SequenceEqual("code"u8) || (kind is EvidenceKind.Encounter && name.SequenceEqual("type"u8)),
        8 => kind is EvidenceKind.CarePlan && name.SequenceEqual("category"u8),
        11 => name.SequenceEqual("serviceType"u8),
        25 => name.SequenceEqual("medicationCodeableConcept"u8),
        _ => false,
    };

    /// <summary>Reads one concept, or a list of concepts.</summary>
    private static void ReadConcepts(ref Utf8JsonReader reader, List<(string System, string Code, string Display)> codes)
    {
        reader.Read();
        if (reader.TokenType is JsonTokenType.StartArray)
        {
            ReadObjects(ref reader, codes, ReadConcept);
        }
        else if (reader.TokenType is JsonTokenType.StartObject)
        {
            ReadConcept(ref reader, codes);
        }
    }

    private static void ReadConcept(ref Utf8JsonReader reader, List<(string System, string Code, string Display)> codes)
    {
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var isList = reader.ValueTextEquals("coding"u8);
            reader.Read();
            if (isList && reader.TokenType is JsonTokenType.StartArray)
            {
                ReadObjects(ref reader, codes, ReadCoding);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private static void ReadCoding(ref Utf8JsonReader reader, List<(string System, string Code, string Display)> codes)
    {
        (string? System, string? Code, string? Display) coding = default;
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("system"u8))
            {
                coding.System = ResourceFacts.ReadText(ref reader);
            }
            else if (reader.ValueTextEquals("code"u8))
            {
                coding.Code = ResourceFacts.ReadText(ref reader);
            }
            else if (reader.ValueTextEquals("display"u8))
            {
                coding.Display = ResourceFacts.ReadText(ref reader);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        if (coding.Code is { Length: > 0 } code)
        {
            codes.Add((coding.System ?? string.Empty, code, coding.Display ?? string.Empty));
        }
    }

    private static void ReadObjects(ref Utf8JsonReader reader, List<(string System, string Code, string Display)> codes, ObjectReader read)
    {
        while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
        {
            if (reader.TokenType is JsonTokenType.StartObject)
            {
                read(ref reader, codes);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private delegate void ObjectReader(ref Utf8JsonReader reader, List<(string System, string Code, string Display)> codes);
}
