using System.Text.Json;
using System.Text.Json.Serialization;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;

namespace CdsHooks.Decision.Hooks;

/// <summary>Puts a FHIR resource into the JSON of CDS Hooks, as FHIR's own format.</summary>
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
