using System.Text.Json;
using System.Text.RegularExpressions;
using CdsHooks.Decision.Hooks;

namespace CdsHooks.Decision.Intake;

/// <summary>Reads the coverage information that a payer has added to draft orders (Da Vinci CRD).</summary>
internal static partial class CoverageReader
{
    private const string Url = "http://hl7.org/fhir/us/davinci-crd/StructureDefinition/ext-coverage-information";

    /// <summary>Reads the coverage information of an order. Ignores parts that are not codes: no decision depends on them.</summary>
    public static IEnumerable<CoverageInformation> Read(JsonElement order)
    {
        if (!Find(order, "resourceType", out var type) || !Find(order, "id", out var id)
            || !RequestText.TryGet(type, out var typeText) || !RequestText.TryGet(id, out var idText))
        {
            yield break;
        }

        foreach (var extension in ExtensionsOf(order).Where(extension => Is(extension, Url)))
        {
            var parts = ExtensionsOf(extension).ToList();
            yield return new CoverageInformation(
                $"{typeText}/{idText}",
                Codes(parts, "covered").FirstOrDefault(),
                Codes(parts, "pa-needed").FirstOrDefault(),
                [.. Codes(parts, "doc-needed").Distinct(StringComparer.Ordinal)],
                Texts(parts, "date", "valueDate").FirstOrDefault(date => DateForm().IsMatch(date)));
        }
    }

    private static IEnumerable<string> Codes(List<JsonElement> parts, string url) => Texts(parts, url, "valueCode").Where(code => CodeForm().IsMatch(code));

    private static IEnumerable<string> Texts(List<JsonElement> parts, string url, string value) => parts
        .Where(part => Is(part, url))
        .Select(part => Find(part, value, out var json) && RequestText.TryGet(json, out var text) ? text : null)
        .OfType<string>();

    private static JsonElement.ArrayEnumerator ExtensionsOf(JsonElement json) =>
        Find(json, "extension", out var list) && list.ValueKind is JsonValueKind.Array ? list.EnumerateArray() : default;

    private static bool Is(JsonElement extension, string url) => Find(extension, "url", out var text) && text.ValueKind is JsonValueKind.String && text.ValueEquals(url);

    private static bool Find(JsonElement json, string name, out JsonElement value)
    {
        value = default;
        return json.ValueKind is JsonValueKind.Object && json.TryGetProperty(name, out value);
    }

    [GeneratedRegex("^[a-z]+(-[a-z]+){0,4}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CodeForm();

    [GeneratedRegex("^[0-9]{4}-[0-9]{2}-[0-9]{2}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DateForm();
}
