using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CdsHooks.Cli.Mutations;

/// <summary>Labels the items of a list by their own content.</summary>
internal static class PlaceLabels
{
    // The identifying members of actions, parameters, code filters, concepts, filters and includes.
    private static readonly string[] Members = ["id", "name", "path", "code", "value", "system"];

    // Sub-extensions that distinguish an extension from others with the same URL.
    private static readonly string[] Distinguishing = ["criterion", "parameter", "lower", "list"];

    /// <summary>Gets a unique label for each item: its identifying content, else its index.</summary>
    public static IReadOnlyList<string> Of(JsonArray items)
    {
        string[] labels = [.. items.Select((item, index) => LabelOf(item) ?? index.ToString(CultureInfo.InvariantCulture))];
        Distinguish(labels, index => ValueOf(items[index]) is { } value ? $"{labels[index]} {value}" : labels[index]);
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var index = 0; index < labels.Length; index++)
        {
            var count = seen[labels[index]] = seen.GetValueOrDefault(labels[index]) + 1;
            labels[index] = count == 1 ? labels[index] : $"{labels[index]} #{count}";
        }

        return labels;
    }

    private static void Distinguish(string[] labels, Func<int, string> longer)
    {
        var same = Enumerable.Range(0, labels.Length).GroupBy(index => labels[index], StringComparer.Ordinal).Where(group => group.Count() > 1);
        foreach (var (index, label) in same.SelectMany(group => group).Select(index => (index, longer(index))).ToList())
        {
            labels[index] = label;
        }
    }

    private static string? LabelOf(JsonNode? item) => item switch
    {
        JsonValue value => LastPart(TextOf(value)),
        JsonObject json when json.ContainsKey("url") => OfExtension(json),
        JsonObject json => Members.Select(member => LastPart(TextOf(json[member]))).FirstOrDefault(text => text is not null) ?? ReferenceOf(json),
        _ => null,
    };

    private static string? OfExtension(JsonObject extension)
    {
        var url = LastPart(TextOf(extension["url"]));
        if (SubCode(extension, "name") is { } own)
        {
            return own;
        }

        var detail = url is "enabledWhen" or "line" ? TextOf(extension["valueId"] ?? extension["valueCode"]) : null;
        detail ??= Distinguishing.Select(name => SubCode(extension, name)).FirstOrDefault(code => code is not null);
        return detail is null ? url : $"{url} {detail}";
    }

    private static string? ReferenceOf(JsonObject action) => Subs(action)
        .Where(extension => LastPart(TextOf(extension["url"])) is "criterion-reference")
        .Select(extension => TextOf(extension["valueCode"]))
        .FirstOrDefault();

    private static string? SubCode(JsonObject extension, string url) => Subs(extension)
        .Where(sub => string.Equals(TextOf(sub["url"]), url, StringComparison.Ordinal))
        .Select(sub => TextOf(sub["valueCode"] ?? sub["valueId"] ?? sub["valueCanonical"]))
        .FirstOrDefault();

    private static IEnumerable<JsonObject> Subs(JsonObject json) => json["extension"] is JsonArray subs ? subs.OfType<JsonObject>() : [];

    private static string? ValueOf(JsonNode? item) => item is JsonObject json
        ? json.Where(member => member.Key.StartsWith("value", StringComparison.Ordinal)).Select(member => LastPart(TextOf(member.Value))).FirstOrDefault()
        : null;

    private static string? TextOf(JsonNode? node) =>
        node is JsonValue value && value.GetValueKind() is JsonValueKind.String ? value.GetValue<string>() : null;

    private static string? LastPart(string? text) => text?.Split('/')[^1];
}
