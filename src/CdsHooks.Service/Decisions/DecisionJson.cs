using System.Text.Json;
using System.Text.Json.Serialization;

namespace CdsHooks.Service.Decisions;

/// <summary>The lists of a decision as they stand in its row.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(IReadOnlyList<SuggestionRecord>))]
[JsonSerializable(typeof(IReadOnlyList<CriterionRecord>))]
[JsonSerializable(typeof(IReadOnlyList<RetrievalRecord>))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
internal sealed partial class DecisionJson : JsonSerializerContext
{
    public static string Write<T>(IReadOnlyList<T> list) => JsonSerializer.Serialize(list, typeof(IReadOnlyList<T>), Default);

    public static IReadOnlyList<T> Read<T>(string json) => (IReadOnlyList<T>?)JsonSerializer.Deserialize(json, typeof(IReadOnlyList<T>), Default) ?? [];
}
