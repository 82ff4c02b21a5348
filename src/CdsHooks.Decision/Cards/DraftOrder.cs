using System.Buffers;
using System.Text.Json;
using CdsHooks.Decision.Rules;

namespace CdsHooks.Decision.Cards;

/// <summary>Writes the ServiceRequest that a suggestion creates. It carries no <c>authoredOn</c>: nobody has written it yet.</summary>
internal static class DraftOrder
{
    public static JsonElement Write(CardSuggestion suggestion, string note, CardSubject subject, Assessment assessment)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            json.WriteString("resourceType"u8, "ServiceRequest"u8);
            json.WriteString("status"u8, "draft"u8);
            json.WriteString("intent"u8, "order"u8);
            json.WritePropertyName("code"u8);
            suggestion.Code.WriteTo(json);
            WriteReference(json, "subject", "Patient/" + subject.PatientId);
            if (!string.IsNullOrEmpty(subject.EncounterId))
            {
                WriteReference(json, "encounter", "Encounter/" + subject.EncounterId);
            }

            if (Reason(suggestion, assessment) is { } reason)
            {
                json.WriteStartArray("reasonReference"u8);
                WriteReference(json, name: null, reason);
                json.WriteEndArray();
            }

            if (suggestion.BodySites is { } bodySites)
            {
                json.WritePropertyName("bodySite"u8);
                bodySites.WriteTo(json);
            }

            json.WriteStartArray("note"u8);
            json.WriteStartObject();
            json.WriteString("text"u8, note);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return document.RootElement.Clone();
    }

    private static void WriteReference(Utf8JsonWriter json, string? name, string reference)
    {
        if (name is not null)
        {
            json.WritePropertyName(name);
        }

        json.WriteStartObject();
        json.WriteString("reference"u8, reference);
        json.WriteEndObject();
    }

    /// <summary>The newest Condition that the named criterion rests on.</summary>
    private static string? Reason(CardSuggestion suggestion, Assessment assessment) =>
        suggestion.ReasonFrom is { } criterion
            ? assessment.Find(criterion)?.Evidence
                .Select(item => item.Reference)
                .FirstOrDefault(reference => reference.StartsWith("Condition/", StringComparison.Ordinal))
            : null;
}
