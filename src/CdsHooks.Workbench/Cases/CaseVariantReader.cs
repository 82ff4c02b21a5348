using System.Text.Json;
using System.Text.Json.Nodes;
using CdsHooks.Decision.Evidence;

namespace CdsHooks.Workbench.Cases;

/// <summary>Reads <c>variants.json</c>.</summary>
internal sealed class CaseVariantReader(CaseFileReader reader)
{
    private static readonly string[] Keys = [.. PrefetchKeys.All.Select(entry => entry.Key)];
    private static readonly string[] Losses = ["failed", "truncated", "absent"];


    /// <summary>Reads every variant of a case.</summary>
    /// <param name="json">The file.</param>
    /// <param name="file">The file's name in messages.</param>
    /// <exception cref="WorkbenchException">The file is not JSON, or a variant is not valid.</exception>
    public static IReadOnlyList<CaseVariant> Read(ReadOnlyMemory<byte> json, string file)
    {
        var reader = new CaseFileReader(file);
        using var document = reader.Parse(json);
        reader.CheckMembers(document.RootElement, "$", "variants");
        var variants = new CaseVariantReader(reader).ReadAll(reader.Need(document.RootElement, "variants", "$"));
        var twice = variants.GroupBy(variant => variant.Name, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1);
        return twice is null ? variants : throw reader.UsageError($"$.variants[{variants.IndexOf(twice.Last())}].name", "is also the name of another variant");
    }

    private List<CaseVariant> ReadAll(JsonElement json) =>
        [.. reader.List(json, "$.variants", "variants").Select((variant, index) => ReadOne(variant, $"$.variants[{index}]"))];

    private CaseVariant ReadOne(JsonElement json, string path)
    {
        reader.CheckMembers(
            json, path, "name", "says", "change", "lost", "remove", "add", "parameters", "profile", "today", "criteria", "card");
        reader.Text(json, "says", path);
        return new CaseVariant(
            reader.Text(json, "name", path),
            json.TryGetProperty("change"u8, out var change) ? ObjectOf(change, $"{path}.change") : null,
            ReadLost(json, path),
            [.. (reader.Texts(json, "remove", path) ?? []).Select(key => KeyOf(key, $"{path}.remove"))],
            ReadAdded(json, path),
            new CaseParameters(reader.OptionalText(json, "profile", path), ReadParameters(json, path)),
            new ExpectationReader(reader).Read(json, path));
    }

    private List<(string Key, string How)> ReadLost(JsonElement json, string path)
    {
        if (!json.TryGetProperty("lost"u8, out var lost))
        {
            return [];
        }

        reader.CheckObject(lost, $"{path}.lost");
        return [.. lost.EnumerateObject().Select(member => (
            KeyOf(member.Name, $"{path}.lost.{member.Name}"),
            LossOf(reader.Text(member.Value, $"{path}.lost.{member.Name}"), $"{path}.lost.{member.Name}")))];
    }

    private List<JsonObject> ReadAdded(JsonElement json, string path) =>
        json.TryGetProperty("add"u8, out var added)
            ? [.. reader.List(added, $"{path}.add", "resources").Select((resource, index) => ObjectOf(resource, $"{path}.add[{index}]"))]
            : [];

    private List<(string Name, JsonNode? Value)> ReadParameters(JsonElement json, string path)
    {
        if (!json.TryGetProperty("parameters"u8, out var parameters))
        {
            return [];
        }

        reader.CheckObject(parameters, $"{path}.parameters");
        return [.. parameters.EnumerateObject().Select(member => (member.Name, JsonNode.Parse(member.Value.GetRawText())))];
    }

    private JsonObject ObjectOf(JsonElement json, string path)
    {
        reader.CheckObject(json, path);
        return (JsonObject)JsonNode.Parse(json.GetRawText())!;
    }

    private string KeyOf(string key, string path) =>
        Keys.Contains(key, StringComparer.Ordinal) ? key : throw reader.UsageError(path, $"must be one of {string.Join(", ", Keys)}");

    private string LossOf(string how, string path) =>
        Losses.Contains(how, StringComparer.Ordinal) ? how : throw reader.UsageError(path, $"must be one of {string.Join(", ", Losses)}");
}
