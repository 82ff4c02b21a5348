using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CdsHooks.Tests.Criteria;

/// <summary>
/// Writes the actions of a tiny plan. Settings are <c>name=value</c> joined with <c>;</c>: <c>12 mo</c> is a duration, <c>vs:pain</c> a
/// value set, <c>$limit</c> a parameter, <c>'words'</c> a string, <c>a,b</c> a repeated value; <c>when=limit above 1</c> is an enabledWhen.
/// </summary>
internal static partial class Node
{
    public const string Base = "https://cdshooks.example.org/fhir/";

    public static string Leaf(string id, string kind, string settings, params string[] inputs) => Action(id, kind, settings, ("input", inputs));

    public static string Group(string id, string kind, string settings, params string[] members) => Action(id, kind, settings, ("action", members));

    public static string Reference(string id, string settings = "") => Write(new JsonObject
    {
        ["extension"] = new JsonArray([Extension("criterion-reference", "valueCode", id), .. Parts("criterion", Settings(settings))]),
    });

    /// <summary>An input; filters are <c>path:value-set</c>, separated by blanks.</summary>
    public static string Input(string role, string type, string filters, string settings = "")
    {
        var input = new JsonObject { ["type"] = type, ["extension"] = new JsonArray([.. Parts("input", [Sub("role", "valueCode", role), .. Settings(settings)])]) };
        var list = new JsonArray();
        foreach (var filter in filters.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var (path, set) = Split(filter, ':');
            list.Add((JsonNode)new JsonObject { ["path"] = path, ["valueSet"] = ValueSet(set) });
        }

        if (list.Count > 0)
        {
            input["codeFilter"] = list;
        }

        return Write(input);
    }

    public static string ValueSet(string id) => $"{Base}ValueSet/{id}";

    public static JsonObject Extension(string name, string valueName, JsonNode value) =>
        new() { ["url"] = Base + "StructureDefinition/" + name, [valueName] = value };

    public static JsonObject Part(string name, params JsonNode[] parts) =>
        new() { ["url"] = Base + "StructureDefinition/" + name, ["extension"] = new JsonArray(parts) };

    public static JsonObject Sub(string name, string valueName, JsonNode value) => new() { ["url"] = name, [valueName] = value };

    public static (string Before, string After) Split(string text, char at)
    {
        var index = text.IndexOf(at, StringComparison.Ordinal);
        return index < 0 ? (text.Trim(), string.Empty) : (text[..index].Trim(), text[(index + 1)..].Trim());
    }

    private static string Action(string id, string kind, string settings, (string Name, string[] Items) children) => Write(new JsonObject
    {
        ["id"] = id,
        ["title"] = "The " + id,
        ["description"] = "Asks about " + id,
        ["code"] = new JsonArray(new JsonObject { ["coding"] = new JsonArray(new JsonObject { ["system"] = Base + "CodeSystem/criterion-kind", ["code"] = kind }) }),
        ["extension"] = new JsonArray([.. Parts("criterion", Settings(settings))]),
        [children.Name] = new JsonArray([.. children.Items.Select(item => JsonNode.Parse(item))]),
    });

    private static IEnumerable<JsonNode> Parts(string name, IReadOnlyList<JsonNode> settings) => settings.Count == 0 ? [] : [Part(name, [.. settings])];

    public static IReadOnlyList<JsonNode> Settings(string settings) => [.. settings.Split(';', StringSplitOptions.RemoveEmptyEntries).SelectMany(setting =>
    {
        var (name, value) = Split(setting, '=');
        return name is "when" ? [EnabledWhen(value)]
            : value.StartsWith('$') ? [Sub(name, "valueId", value[1..])]
            : value.Split(',').Select(one => ValueOf(name, one.Trim()));
    })];

    private static JsonObject EnabledWhen(string text)
    {
        var words = text.Split(' ');
        return words.Length == 1
            ? Sub("enabledWhen", "valueId", words[0])
            : new JsonObject { ["url"] = "enabledWhen", ["extension"] = new JsonArray(Sub("parameter", "valueId", words[0]), ValueOf(words[1], words[2])) };
    }

    private static JsonObject ValueOf(string name, string text)
    {
        if (text is "true" or "false")
        {
            return Sub(name, "valueBoolean", text is "true");
        }

        if (decimal.TryParse(text, CultureInfo.InvariantCulture, out var number))
        {
            return Sub(name, text.Contains('.', StringComparison.Ordinal) ? "valueDecimal" : "valueInteger", number);
        }

        if (DurationForm().Match(text) is { Success: true } duration)
        {
            var amount = decimal.Parse(duration.Groups["amount"].Value, CultureInfo.InvariantCulture);
            return Sub(name, "valueQuantity", new JsonObject { ["value"] = amount, ["code"] = duration.Groups["unit"].Value });
        }

        if (text.StartsWith('\''))
        {
            return Sub(name, "valueString", text.Trim('\''));
        }

        return text.StartsWith("vs:", StringComparison.Ordinal)
            ? Sub(name, "valueCanonical", ValueSet(text[3..]))
            : Sub(name, "valueCode", text);
    }

    private static string Write(JsonObject json) => json.ToJsonString(JsonSerializerOptions.Default);

    [GeneratedRegex(@"^(?<amount>[\d.]+) (?<unit>\w+)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DurationForm();
}
