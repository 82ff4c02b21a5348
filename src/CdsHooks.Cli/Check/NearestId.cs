using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace CdsHooks.Cli.Check;

/// <summary>Names the place that a FHIRPath points at by the nearest id above it: a person looks for ids, not for counted brackets.</summary>
internal static partial class NearestId
{
    /// <summary>Finds the id.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="location">A FHIRPath such as <c>PlanDefinition.action[1].action[3].input[0]</c>.</param>
    /// <returns>The id; null when nothing on the way has one but the resource itself.</returns>
    public static string? Of(JsonElement resource, string location)
    {
        string? id = null;
        var element = resource;
        foreach (var groups in Step().Matches(location).Select(step => step.Groups))
        {
            var index = int.Parse(groups["index"].Value, CultureInfo.InvariantCulture);
            if (element.ValueKind is not JsonValueKind.Object
                || !element.TryGetProperty(groups["name"].Value, out var items)
                || items.ValueKind is not JsonValueKind.Array
                || items.GetArrayLength() <= index)
            {
                break;
            }

            element = items[index];
            id = IdOf(element) ?? id;
        }

        return id;
    }

    private static string? IdOf(JsonElement element) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty("id"u8, out var id) && id.ValueKind is JsonValueKind.String
            ? id.GetString()
            : null;

    [GeneratedRegex(@"\.(?<name>[A-Za-z]+)\[(?<index>[0-9]+)\]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Step();
}
