using System.Text.Json;
using System.Text.Json.Serialization;
using CdsHooks.Service.Hooks.Decisions;
using CdsHooks.Service.Hooks.Feedback;

namespace CdsHooks.Service.Hooks.Export;

/// <summary>The lines of an export: one JSON object each, as docs/decisions.md describes them.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(DecisionRecord))]
[JsonSerializable(typeof(FeedbackRecord))]
internal sealed partial class StoreLines : JsonSerializerContext
{
    public static byte[] Write(DecisionRecord decision) => JsonSerializer.SerializeToUtf8Bytes(decision, Default.DecisionRecord);

    public static byte[] Write(FeedbackRecord feedback) => JsonSerializer.SerializeToUtf8Bytes(feedback, Default.FeedbackRecord);
}
