using System.Text.Json;
using System.Text.RegularExpressions;
using CdsHooks.Decision.Intake;

namespace CdsHooks.Decision.Hooks;

/// <summary>What a payer has said about the coverage of one draft order (Da Vinci CRD, <c>ext-coverage-information</c>), as it came.</summary>
/// <param name="Order">Type and id of the order, e.g. <c>ServiceRequest/1</c>.</param>
/// <param name="Covered">Whether it is covered: a code such as <c>not-covered</c>; null when that cannot be read.</param>
/// <param name="Authorization">Whether prior authorization is needed: a code such as <c>auth-needed</c>; null when that is not said, or cannot be read.</param>
/// <param name="Documentation">What documentation is needed: codes such as <c>clinical</c>; may be empty.</param>
/// <param name="Date">When the payer said so, as a FHIR date; null when that cannot be read.</param>
public sealed partial record CoverageInformation(string Order, string? Covered, string? Authorization, IReadOnlyList<string> Documentation, string? Date)
{
    private const string Url = "http://hl7.org/fhir/us/davinci-crd/StructureDefinition/ext-coverage-information";

    /// <summary>Reads what stands on an order. Parts that are no codes are passed over: nothing is decided by them.</summary>
    internal static IEnumerable<CoverageInformation> On(JsonElement order)
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
