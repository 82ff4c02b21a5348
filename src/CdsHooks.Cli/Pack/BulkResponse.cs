using System.Text.Json;

namespace CdsHooks.Cli.Pack;

/// <summary>The response of a FHIR Bulk Data export, kept beside its files.</summary>
/// <param name="Name">The name of the file.</param>
/// <param name="Types">The types that were asked for; null for all.</param>
/// <param name="FilteredTypes">The types of which only a part was asked for.</param>
/// <param name="Outputs">The files that were made.</param>
/// <param name="Doubts">The reasons why no type of it is known to be complete.</param>
/// <param name="HasDeleted">True when it names files with resources that were deleted.</param>
internal sealed record BulkResponse(
    string Name,
    IReadOnlyList<string>? Types,
    IReadOnlyList<string> FilteredTypes,
    IReadOnlyList<BulkOutput> Outputs,
    IReadOnlyList<string> Doubts,
    bool HasDeleted)
{
    private const long LargestFile = 64 << 20;

    /// <summary>Reads a file.</summary>
    /// <returns>Null for a file that is no such response.</returns>
    public static BulkResponse? Read(ExportFile file)
    {
        if (file.Bytes > LargestFile)
        {
            return null;
        }

        try
        {
            using var stream = File.OpenRead(file.Path);
            using var json = JsonDocument.Parse(stream);
            var root = json.RootElement;
            return root.ValueKind is JsonValueKind.Object && Text(root, "transactionTime") is not null && Text(root, "request") is { } request && root.TryGetProperty("output", out _)
                ? Of(file.Name, root, request)
                : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static BulkResponse Of(string name, JsonElement root, string request)
    {
        var types = Values(request, "_type");
        List<string> doubts = [];
        doubts.AddRange(Items(root, "error").Any() ? ["the server reports errors"] : []);
        doubts.AddRange(Values(request, "_since").Count > 0 ? ["the export is of what changed since a date"] : []);
        doubts.AddRange(Values(request, "_until").Count > 0 ? ["the export is of what changed until a date"] : []);
        doubts.AddRange(Values(request, "_elements").Count > 0 ? ["the export leaves out elements"] : []);
        doubts.AddRange(Items(root, "link").Any(link => Text(link, "relation") is "next") ? ["the response has more pages"] : []);
        return new BulkResponse(
            name,
            types.Count > 0 ? types : null,
            [.. Values(request, "_typeFilter").Select(filter => filter.Split('?')[0])],
            [.. Items(root, "output").Select(output => new BulkOutput(Text(output, "type") ?? string.Empty, Stem(Text(output, "url") ?? string.Empty), Count(output)))],
            doubts,
            Items(root, "deleted").Any());
    }

    private static string Stem(string url) => ExportFile.StemOf(Uri.UnescapeDataString(url.Split('?', '#')[0].Split('/')[^1]));

    private static long? Count(JsonElement output) =>
        output.TryGetProperty("count", out var count) && count.ValueKind is JsonValueKind.Number && count.TryGetInt64(out var number) ? number : null;

    private static List<string> Values(string request, string parameter)
    {
        var query = request.IndexOf('?', StringComparison.Ordinal);
        return query < 0 ? [] : [.. request[(query + 1)..].Split('&')
            .Select(part => part.Split('=', 2))
            .Where(part => part.Length is 2 && string.Equals(Uri.UnescapeDataString(part[0]), parameter, StringComparison.Ordinal))
            .SelectMany(part => Uri.UnescapeDataString(part[1].Replace('+', ' ')).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];
    }

    private static IEnumerable<JsonElement> Items(JsonElement json, string name) =>
        json.TryGetProperty(name, out var list) && list.ValueKind is JsonValueKind.Array ? list.EnumerateArray().Where(item => item.ValueKind is JsonValueKind.Object) : [];

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var text) && text.ValueKind is JsonValueKind.String ? text.GetString() : null;
}
