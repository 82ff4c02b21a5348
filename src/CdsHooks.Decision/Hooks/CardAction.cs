using System.Text.Json;
using System.Text.Json.Serialization;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;

namespace CdsHooks.Decision.Hooks;

/// <summary>One action of a suggestion (CDS Hooks 2.0, Action).</summary>
public sealed record CardAction
{
    /// <summary>Gets the type of the action. REQUIRED.</summary>
    [JsonPropertyName("type")]
    public required CardActionType Type { get; init; }

    /// <summary>Gets the text of the action; some clients show it instead of the suggestion's label. REQUIRED inside a suggestion.</summary>
    [JsonPropertyName("description")]
    public required string Description { get; init; }

    /// <summary>Gets the FHIR resource. CONDITIONAL: with <see cref="CardActionType.Create"/>.</summary>
    [JsonPropertyName("resource")]
    [JsonConverter(typeof(FhirResourceConverter))]
    public Resource? Resource { get; init; }
}

/// <summary>The type of an action. CDS Hooks also has update and delete, which no card of this service uses.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CardActionType>))]
public enum CardActionType
{
    /// <summary>Creates a resource.</summary>
    [JsonStringEnumMemberName("create")]
    Create,
}

/// <summary>Converts a FHIR resource inside CDS Hooks JSON in FHIR's own format.</summary>
internal sealed class FhirResourceConverter : JsonConverter<Resource>
{
    /// <inheritdoc/>
    public override Resource Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        FhirJsonDeserializer.STRICT.TryDeserializeResource(ref reader, out var resource, out _) && resource is not null
            ? resource
            : throw new JsonException("A FHIR resource is expected.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Resource value, JsonSerializerOptions options) =>
        FhirJsonSerializer.Default.Serialize(value, writer);
}
