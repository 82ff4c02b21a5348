using System.Buffers.Text;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using CdsHooks.Decision.Plan;
using Hl7.Fhir.Model;

namespace CdsHooks.Workbench.Tuning;

/// <summary>
/// A change that is being made, as a text for an address: what differs from the tuning in force. It survives a reload, a restart and a
/// change of replica, and can be sent to somebody. Holds no name and nothing of any chart.
/// </summary>
internal static class TuningToken
{
    /// <summary>The longest text that fits an address.</summary>
    public const int Longest = 6000;

    private const int MaxBytes = 256 * 1024;

    /// <summary>Writes what differs.</summary>
    /// <param name="version">The version of the site that is in force; 0 for none.</param>
    /// <param name="inForce">The tuning in force.</param>
    /// <param name="target">The tuning that is being made.</param>
    /// <param name="declared">The parameters of the plan.</param>
    /// <returns>The text; empty where nothing differs.</returns>
    public static string Write(int version, SiteTuning inForce, SiteTuning target, ParameterSet declared)
    {
        TuningDelta delta = new(
            version,
            ValuesOf(inForce, target, declared),
            Lists(target.Added.Except(inForce.Added)),
            Lists(inForce.Added.Except(target.Added)),
            Lists(target.Removed.Except(inForce.Removed)),
            Lists(inForce.Removed.Except(target.Removed)),
            Lists(target.Mappings.Except(inForce.Mappings)),
            Lists(inForce.Mappings.Except(target.Mappings)),
            [
                .. target.Texts.Except(inForce.Texts).Select(text => new[] { text.ActionId, HashOf(text.ActionId, text.Plan), text.Site }),
                .. inForce.Texts.ExceptBy(target.Texts.Select(text => text.Key), text => text.Key).Select(text => new[] { text.ActionId, HashOf(text.ActionId, text.Plan) }),
            ]);
        return delta.IsEmpty ? string.Empty : Base64Url.EncodeToString(Pack(JsonSerializer.SerializeToUtf8Bytes(delta, TuningJson.Default.TuningDelta)));
    }

    /// <summary>Reads a change and lays it over the tuning in force.</summary>
    /// <param name="token">The text.</param>
    /// <param name="inForce">The tuning in force.</param>
    /// <param name="declared">The parameters of the plan.</param>
    /// <param name="plan">The plan, for the texts.</param>
    /// <returns>The version from which the change started, and the tuning; null when the text is none of these.</returns>
    public static (int Version, SiteTuning Tuning)? Read(string token, SiteTuning inForce, ParameterSet declared, PlanDefinition plan)
    {
        if (token.Length > Longest || Unpack(token) is not { } delta || !delta.IsSound)
        {
            return null;
        }

        SortedDictionary<string, ParameterValue> values = new(inForce.Values.ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal);
        foreach (var (name, text) in delta.Values)
        {
            values.Remove(name);
            if (text is not null && declared.Find(name) is { } parameter && ValueText.Read(parameter.Type, text) is { } value && parameter.IssueOf(value) is null)
            {
                values[name] = value;
            }
        }

        var texts = PlanText.Of(plan).DistinctBy(text => (text.ActionId, text.Text)).ToLookup(text => HashOf(text.ActionId, text.Text), StringComparer.Ordinal);
        var edited = delta.Texts.Where(text => texts.Contains(text[1])).ToDictionary(text => texts[text[1]].First(), text => text.ElementAtOrDefault(2));
        return (delta.Version, new SiteTuning
        {
            Values = values,
            Added = [.. inForce.Added.Except(delta.NotAdded.Select(CodeOf)), .. delta.Added.Select(CodeOf)],
            Removed = [.. inForce.Removed.Except(delta.NotRemoved.Select(CodeOf)), .. delta.Removed.Select(CodeOf)],
            Mappings = [.. inForce.Mappings.Except(delta.NotMapped.Select(MappingOf)), .. delta.Mapped.Select(MappingOf)],
            Texts =
            [
                .. inForce.Texts.Where(text => !edited.Keys.Any(key => (key.ActionId, key.Text) == text.Key)),
                .. edited.Where(text => !string.IsNullOrEmpty(text.Value)).Select(text => new SiteText(text.Key.ActionId, text.Key.Text, text.Value!)),
            ],
        });
    }

    /// <summary>Gets a short name for a text of the plan, the same as long as the text is the same.</summary>
    public static string HashOf(string actionId, string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{actionId}\n{text}")).AsSpan(0, 6));

    private static SortedDictionary<string, string?> ValuesOf(SiteTuning inForce, SiteTuning target, ParameterSet declared)
    {
        SortedDictionary<string, string?> values = new(StringComparer.Ordinal);
        foreach (var parameter in declared.All)
        {
            var before = inForce.Values.GetValueOrDefault(parameter.Name);
            var after = target.Values.GetValueOrDefault(parameter.Name);
            if (before is null != after is null || (before is not null && !TypedValue.AreSame(parameter.Type, before, after!)))
            {
                values[parameter.Name] = after is null ? null : ValueText.Of(parameter.Type, after);
            }
        }

        return values;
    }

    private static List<string?[]> Lists(IEnumerable<SiteCode> codes) => [.. codes.Select(code => new[] { code.ValueSet, code.System, code.Code, code.Display })];

    private static List<string?[]> Lists(IEnumerable<SiteMapping> mappings) =>
        [.. mappings.Select(mapping => new[] { mapping.System, mapping.Code, mapping.Display, mapping.TargetSystem, mapping.TargetCode, mapping.TargetDisplay })];

    private static SiteCode CodeOf(string?[] code) => new(code[0]!, code[1]!, code[2]!, code[3]);

    private static SiteMapping MappingOf(string?[] mapping) => new(mapping[0]!, mapping[1]!, mapping[2], mapping[3]!, mapping[4]!, mapping[5]);

    private static byte[] Pack(byte[] json)
    {
        using MemoryStream packed = new();
        using (BrotliStream stream = new(packed, CompressionLevel.SmallestSize))
        {
            stream.Write(json);
        }

        return packed.ToArray();
    }

    private static TuningDelta? Unpack(string token)
    {
        try
        {
            using BrotliStream stream = new(new MemoryStream(Base64Url.DecodeFromChars(token)), CompressionMode.Decompress);
            var json = new byte[MaxBytes];
            var length = stream.ReadAtLeast(json, json.Length, throwOnEndOfStream: false);
            return length == json.Length ? null : JsonSerializer.Deserialize(json.AsSpan(0, length), TuningJson.Default.TuningDelta);
        }
        catch (Exception exception) when (exception is FormatException or JsonException or InvalidDataException or InvalidOperationException or IOException)
        {
            return null;
        }
    }
}

/// <summary>The difference between two tunings.</summary>
internal sealed record TuningDelta(
    [property: JsonPropertyName("b")] int Version,
    [property: JsonPropertyName("v")] SortedDictionary<string, string?> Values,
    [property: JsonPropertyName("a")] List<string?[]> Added,
    [property: JsonPropertyName("na")] List<string?[]> NotAdded,
    [property: JsonPropertyName("r")] List<string?[]> Removed,
    [property: JsonPropertyName("nr")] List<string?[]> NotRemoved,
    [property: JsonPropertyName("m")] List<string?[]> Mapped,
    [property: JsonPropertyName("nm")] List<string?[]> NotMapped,
    [property: JsonPropertyName("t")] List<string[]> Texts)
{
    private const int PartsOfCode = 4;
    private const int PartsOfMapping = 6;

    /// <summary>Gets a value indicating whether there is no difference.</summary>
    [JsonIgnore]
    public bool IsEmpty => Values.Count + Added.Count + NotAdded.Count + Removed.Count + NotRemoved.Count + Mapped.Count + NotMapped.Count + Texts.Count == 0;

    /// <summary>Gets a value indicating whether every list has the parts that it needs.</summary>
    [JsonIgnore]
    public bool IsSound => new object?[] { Values, Added, NotAdded, Removed, NotRemoved, Mapped, NotMapped, Texts }.All(part => part is not null)
        && new[] { Added, NotAdded, Removed, NotRemoved }.SelectMany(codes => codes).All(code => code is { Length: PartsOfCode } && code.Take(PartsOfCode - 1).All(part => part is not null))
        && Mapped.Concat(NotMapped).All(mapping => mapping is { Length: PartsOfMapping } && new[] { mapping[0], mapping[1], mapping[3], mapping[4] }.All(part => part is not null))
        && Texts.TrueForAll(text => text is { Length: 2 or 3 } && Array.TrueForAll(text, part => part is not null));
}

/// <summary>Generated serialization of changes.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.Never, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(TuningDelta))]
internal sealed partial class TuningJson : JsonSerializerContext;
