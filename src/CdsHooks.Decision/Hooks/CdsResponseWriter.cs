using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using CdsHooks.Decision.Criteria.Results;

namespace CdsHooks.Decision.Hooks;

/// <summary>Writes the body of a 200 response to a service call.</summary>
public static class CdsResponseWriter
{
    private static readonly JsonWriterOptions Options = new() { Encoder = ProtocolJson.Options.Encoder };

    /// <summary>Gets the body without cards: <c>{"cards":[]}</c>.</summary>
    public static ReadOnlyMemory<byte> Silence { get; } = "{\"cards\":[]}"u8.ToArray();

    /// <summary>Writes a response, without insignificant white space.</summary>
    /// <param name="output">Receives the body, UTF-8.</param>
    /// <param name="card">The card, or null for none.</param>
    /// <param name="assessment">The assessment to send as an extension, or null for none.</param>
    /// <param name="rulesVersion">The version of the rules, or null where it is not known.</param>
    public static void Write(IBufferWriter<byte> output, Card? card, Assessment? assessment, string? rulesVersion = null)
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
            AssessmentJson.Write(writer, assessment, rulesVersion);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }
}

/// <summary>The body of a 200 response to a service call (CDS Hooks 2.0, HTTP Response). It has no system actions: nothing happens without a user.</summary>
public sealed record CdsResponse
{
    /// <summary>Gets the cards. REQUIRED, but can be empty.</summary>
    [JsonPropertyName("cards")]
    public required IReadOnlyList<Card> Cards { get; init; }

    /// <summary>Gets an object with the extensions by name. OPTIONAL; omitted when null.</summary>
    [JsonPropertyName("extension")]
    public JsonElement? Extension { get; init; }
}
