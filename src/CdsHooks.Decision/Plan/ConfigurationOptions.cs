using System.Text.Json;
using CdsHooks.Decision.Intake;

namespace CdsHooks.Decision.Plan;

/// <summary>
/// Reads the configuration options that turn the cards of a service off from the discovery document (Da Vinci CRD 2.2,
/// <c>configuration-options</c>).
/// </summary>
internal static class ConfigurationOptions
{
    /// <summary>The name of the extension of a service that declares the options.</summary>
    public const string Extension = "davinci-crd.configuration-options";

    private static readonly string[] Texts = ["code", "name", "description"];

    /// <summary>Reads the list.</summary>
    /// <param name="list">The list; undefined when the service declares none.</param>
    /// <param name="path">Its JSON path.</param>
    /// <param name="report">Receives the path and message of each issue.</param>
    /// <returns>The codes of the options.</returns>
    public static List<string> Read(JsonElement list, string path, Action<string, string> report)
    {
        List<string> codes = [];
        if (list.ValueKind is JsonValueKind.Undefined)
        {
            return codes;
        }

        if (list.ValueKind is not JsonValueKind.Array)
        {
            report(path, "An array of options is expected.");
            return codes;
        }

        foreach (var (index, option) in list.EnumerateArray().Index())
        {
            var place = $"{path}[{index}]";
            foreach (var name in Texts.Where(name => Text(option, name) is null))
            {
                report($"{place}.{name}", "A string that is not empty is expected.");
            }

            if (Text(option, "type") is not "boolean" || !option.TryGetProperty("default"u8, out var value) || value.ValueKind is not JsonValueKind.True)
            {
                report(place, "An option of type boolean with the default true is expected: the only supported option turns the cards off.");
            }

            if (Text(option, "code") is { } code)
            {
                codes.Add(code);
            }
        }

        return codes;
    }

    private static string? Text(JsonElement option, string name) =>
        option.ValueKind is JsonValueKind.Object && option.TryGetProperty(name, out var json) && RequestText.TryGet(json, out var text) && !string.IsNullOrWhiteSpace(text)
            ? text
            : null;
}
