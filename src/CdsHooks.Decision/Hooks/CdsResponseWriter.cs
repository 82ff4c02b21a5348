using System.Buffers;
using System.Text.Json;
using CdsHooks.Decision.Criteria.Results;

namespace CdsHooks.Decision.Hooks;

/// <summary>Writes the body of a 200 answer to a call.</summary>
public static class CdsResponseWriter
{
    private static readonly JsonWriterOptions Options = new() { Encoder = ProtocolJson.Options.Encoder };

    /// <summary>Gets the body that says nothing: <c>{"cards":[]}</c>.</summary>
    public static ReadOnlyMemory<byte> Silence { get; } = "{\"cards\":[]}"u8.ToArray();

    /// <summary>Writes a response, without insignificant white space.</summary>
    /// <param name="output">Receives the body, UTF-8.</param>
    /// <param name="card">The card, or null when there is nothing to say.</param>
    /// <param name="assessment">The assessment to send along as an extension, or null to send none.</param>
    public static void Write(IBufferWriter<byte> output, Card? card, Assessment? assessment)
    {
        using var writer = new Utf8JsonWriter(output, Options);
        writer.WriteStartObject();
        writer.WriteStartArray("cards"u8);
        if (card is not null)
        {
            JsonSerializer.Serialize(writer, card, ProtocolJson.Card);
        }

        writer.WriteEndArray();
        if (assessment is not null)
        {
            writer.WriteStartObject("extension"u8);
            writer.WritePropertyName(AssessmentJson.ExtensionName);
            AssessmentJson.Write(writer, assessment);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }
}
