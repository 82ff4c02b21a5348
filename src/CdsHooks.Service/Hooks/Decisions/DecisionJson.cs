using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CdsHooks.Service.Hooks.Decisions;

/// <summary>Serializes the lists of a decision for its row in the store.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(IReadOnlyList<SuggestionRecord>))]
[JsonSerializable(typeof(IReadOnlyList<RetrievalRecord>))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
internal sealed partial class DecisionJson : JsonSerializerContext
{
    public static string Write<T>(IReadOnlyList<T> list) => JsonSerializer.Serialize(list, typeof(IReadOnlyList<T>), Default);

    public static IReadOnlyList<T> Read<T>(string json) => (IReadOnlyList<T>?)JsonSerializer.Deserialize(json, typeof(IReadOnlyList<T>), Default) ?? [];

    /// <summary>Writes criteria in a compact form, since there are many: <c>{"adult":"met documented"}</c>.</summary>
    public static string WriteCriteria(IReadOnlyList<CriterionRecord> criteria)
    {
        ArrayBufferWriter<byte> json = new(64 * (criteria.Count + 1));
        using (Utf8JsonWriter writer = new(json))
        {
            writer.WriteStartObject();
            foreach (var (id, result, reason) in criteria)
            {
                writer.WriteString(id, $"{result} {reason}");
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(json.WrittenSpan);
    }

    public static IReadOnlyList<CriterionRecord> ReadCriteria(string json)
    {
        using var document = JsonDocument.Parse(json);
        List<CriterionRecord> criteria = [];
        foreach (var member in document.RootElement.EnumerateObject())
        {
            var words = member.Value.GetString()!.Split(' ', 2);
            criteria.Add(new CriterionRecord(member.Name, words[0], words[1]));
        }

        return criteria;
    }
}
