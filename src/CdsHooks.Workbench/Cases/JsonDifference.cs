using System.Text.Json;

namespace CdsHooks.Workbench.Cases;

/// <summary>Finds where two JSON values differ.</summary>
internal static class JsonDifference
{
    // Enough of a long text to show the change.
    private const int Window = 60;

    /// <summary>Finds the first difference, in the order of the expected value.</summary>
    /// <returns>The path and both values; null when they are equal as JSON.</returns>
    public static Mismatch? First(JsonElement expected, JsonElement actual, string path = "$")
    {
        if (JsonElement.DeepEquals(expected, actual))
        {
            return null;
        }

        return (expected.ValueKind, actual.ValueKind) switch
        {
            (JsonValueKind.Object, JsonValueKind.Object) => FirstMember(expected, actual, path),
            (JsonValueKind.Array, JsonValueKind.Array) => FirstItem(expected, actual, path),
            (JsonValueKind.String, JsonValueKind.String) => OfTexts(expected.GetString()!, actual.GetString()!, path),
            _ => new Mismatch(path, expected.GetRawText(), actual.GetRawText()),
        };
    }

    private static Mismatch OfTexts(string expected, string actual, string path)
    {
        var start = Math.Max(0, expected.AsSpan().CommonPrefixLength(actual) - (Window / 2));
        return new Mismatch(path, Around(expected, start), Around(actual, start));
    }

    private static string Around(string text, int start)
    {
        var end = Math.Min(text.Length, start + (2 * Window));
        return $"\"{(start > 0 ? "…" : string.Empty)}{text[Math.Min(start, end)..end]}{(end < text.Length ? "…" : string.Empty)}\"";
    }

    private static Mismatch? FirstMember(JsonElement expected, JsonElement actual, string path)
    {
        foreach (var member in expected.EnumerateObject())
        {
            var place = $"{path}.{member.Name}";
            if (!actual.TryGetProperty(member.Name, out var found))
            {
                return new Mismatch(place, member.Value.GetRawText(), "nothing");
            }

            if (First(member.Value, found, place) is { } difference)
            {
                return difference;
            }
        }

        var added = actual.EnumerateObject().First(member => !expected.TryGetProperty(member.Name, out _));
        return new Mismatch($"{path}.{added.Name}", "nothing", added.Value.GetRawText());
    }

    private static Mismatch? FirstItem(JsonElement expected, JsonElement actual, string path)
    {
        var common = Math.Min(expected.GetArrayLength(), actual.GetArrayLength());
        for (var index = 0; index < common; index++)
        {
            if (First(expected[index], actual[index], $"{path}[{index}]") is { } difference)
            {
                return difference;
            }
        }

        return new Mismatch(path, $"{expected.GetArrayLength()} items", $"{actual.GetArrayLength()} items");
    }
}
