using System.Text.Json.Serialization;

namespace CdsHooks.Decision.Hooks;

/// <summary>The generated readers and writers of the wire types.</summary>
[JsonSourceGenerationOptions(
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    WriteIndented = false)]
[JsonSerializable(typeof(CdsResponse))]
internal sealed partial class ProtocolJsonContext : JsonSerializerContext;
