using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CdsHooks.Service.Tests.Infrastructure;

/// <summary>A file of tests/wiremock/mappings: stub mappings with ${names} for which it has values, unless the test gives its own.</summary>
internal static partial class StubFile
{
    private static string Folder { get; } = Path.Combine(Some.Repository, "tests", "wiremock", "mappings");

    public static IEnumerable<string> Names =>
        Directory.EnumerateFiles(Folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal);

    /// <summary>The mappings of a file as JSON for WireMock's import.</summary>
    public static string Filled(string name, IEnumerable<(string Name, string Value)> given)
    {
        var file = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, $"{name}.json")))!;
        var values = file["values"]!.AsObject().ToDictionary(value => value.Key, value => value.Value!.GetValue<string>(), StringComparer.Ordinal);
        var mappings = new JsonObject { ["mappings"] = file["mappings"]!.DeepClone() }.ToJsonString();
        var places = Place().Matches(mappings).Select(match => match.Groups["name"].Value).ToHashSet(StringComparer.Ordinal);
        foreach (var (key, value) in given)
        {
            values[key] = places.Contains(key) ? value : throw new InvalidOperationException($"{name} has no place for {key}.");
        }

        return Place().Replace(mappings, match => values.TryGetValue(match.Groups["name"].Value, out var value)
            ? JsonEncodedText.Encode(value).ToString()
            : throw new InvalidOperationException($"{name} needs a value for {match.Groups["name"].Value}."));
    }

    [GeneratedRegex(@"\$\{(?<name>[a-zA-Z]+)\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Place();
}
