using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CdsHooks.Service.Hooks.Decisions;

/// <summary>Serializes the lists of a decision for its row in the store.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<SuggestionRecord>))]
[JsonSerializable(typeof(IReadOnlyList<RetrievalRecord>))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(IReadOnlyList<CriterionRecord>))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, CriterionBasis>))]
[JsonSerializable(typeof(DecisionTimings))]
[JsonSerializable(typeof(JsonElement))]
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
            foreach (var (id, result, reason, _) in criteria)
            {
                writer.WriteString(id, $"{result} {reason}");
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(json.WrittenSpan);
    }

    /// <summary>Writes the numbers behind the criteria that have any: <c>{"physical-therapy":{…}}</c>.</summary>
    public static string WriteFigures(IReadOnlyList<CriterionRecord> criteria)
    {
        IReadOnlyDictionary<string, CriterionBasis> byId = criteria.Where(criterion => criterion.Basis is not null).ToDictionary(criterion => criterion.Id, criterion => criterion.Basis!, StringComparer.Ordinal);
        return JsonSerializer.Serialize(byId, Default.IReadOnlyDictionaryStringCriterionBasis);
    }

    public static string? WriteTimings(DecisionTimings? timings) => timings is null ? null : JsonSerializer.Serialize(timings, Default.DecisionTimings);

    public static DecisionTimings? ReadTimings(string? json) => json is null ? null : JsonSerializer.Deserialize(json, Default.DecisionTimings);

    public static IReadOnlyList<CriterionRecord> ReadCriteria(string json, string? figures)
    {
        var byId = figures is null ? null : JsonSerializer.Deserialize(figures, Default.IReadOnlyDictionaryStringCriterionBasis);
        using var document = JsonDocument.Parse(json);
        List<CriterionRecord> criteria = [];
        foreach (var member in document.RootElement.EnumerateObject())
        {
            var words = member.Value.GetString()!.Split(' ', 2);
            criteria.Add(new CriterionRecord(member.Name, words[0], words[1], byId?.GetValueOrDefault(member.Name)));
        }

        return criteria;
    }
}
