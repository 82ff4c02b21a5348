using System.Text.Json;
using System.Text.RegularExpressions;
using CdsHooks.Decision.Evidence;
using CdsHooks.Decision.Hooks;
using CdsHooks.Decision.Intake;

namespace CdsHooks.Decision.Plan;

/// <summary>Reads the discovery document and checks everything that clients and the rules rely on.</summary>
public sealed partial class DiscoveryReader
{
    /// <summary>The name of the extension of a service with the canonical of its PlanDefinition.</summary>
    public const string PlanExtension = "example.cdshooks.plan";

    private readonly string _file;
    private readonly IssueList _issues;
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);

    private DiscoveryReader(string file, IssueList issues) => (_file, _issues) = (file, issues);

    /// <summary>Reads the document.</summary>
    /// <param name="bytes">The content of the file.</param>
    /// <param name="file">The name of the file, for issues.</param>
    /// <param name="issues">Receives every issue, with its JSON path.</param>
    /// <returns>The document with the services that could be read; null when it is not JSON.</returns>
    public static DiscoveryDocument? Read(ReadOnlyMemory<byte> bytes, string file, IssueList issues)
    {
        try
        {
            using var json = JsonDocument.Parse(bytes, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return new DiscoveryDocument(bytes, new DiscoveryReader(file, issues).ReadServices(json.RootElement));
        }
        catch (JsonException exception)
        {
            issues.Add(new KnowledgeIssue(file, "", $"This is not JSON, or a member occurs twice (line {exception.LineNumber + 1}, byte {exception.BytePositionInLine})."));
            return null;
        }
    }

    private List<AdvertisedService> ReadServices(JsonElement root)
    {
        if (Member(root, "services") is not { ValueKind: JsonValueKind.Array } array)
        {
            Report("$.services", "An array of services is expected.");
            return [];
        }

        Recommend(array.GetArrayLength() > 0, "$.services", "No service is advertised: some clients treat that as a failed connection.");
        return [.. array.EnumerateArray().Select((service, index) => ReadService(service, $"$.services[{index}]")).OfType<AdvertisedService>()];
    }

    private AdvertisedService? ReadService(JsonElement service, string path)
    {
        var id = Text(service, "id", path);
        var hook = Text(service, "hook", path);
        Text(service, "description", path);
        CheckOptional(service, path);
        var plan = Text(Member(service, "extension"), PlanExtension, $"{path}.extension");
        var options = ConfigurationOptions.Read(
            Member(Member(service, "extension"), ConfigurationOptions.Extension), $"{path}.extension[\"{ConfigurationOptions.Extension}\"]", Report);
        var prefetch = ReadPrefetch(Member(service, "prefetch"), $"{path}.prefetch");
        Require(
            id is null || id.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-'),
            $"{path}.id",
            "Letters, digits and hyphens are expected: the id is part of a URL.");
        Require(
            id is null || _ids.Add(id),
            $"{path}.id",
            "This id is already used: some clients identify services by their URL and would lose one of the two.");
        Require(
            hook is null or HookNames.OrderSign or HookNames.OrderSelect,
            $"{path}.hook",
            "order-sign or order-select is expected: no other hook is supported.");
        return id is null || hook is null || plan is null
            ? null
            : new AdvertisedService(id, hook, plan, $"{path}.extension[\"{PlanExtension}\"]", $"{path}.prefetch", prefetch, options);
    }

    /// <summary>Checks the members that can be omitted, but not empty, and recommends those that clients use.</summary>
    private void CheckOptional(JsonElement service, string path)
    {
        if (service.ValueKind is not JsonValueKind.Object)
        {
            return;
        }

        Recommend(service.TryGetProperty("title"u8, out _), $"{path}.title", "A title is recommended.");
        Recommend(
            service.TryGetProperty("version"u8, out var version) && RequestText.TryGet(version, out var number) && Version().IsMatch(number!),
            $"{path}.version",
            "The version of CDS Hooks that the service follows is recommended, as three numbers such as 2.0.1.");
        Recommend(
            !service.TryGetProperty("hookVersion"u8, out _),
            $"{path}.hookVersion",
            "This must equal the version on the page of the hook, which contradicts itself: omit it.");
        foreach (var name in service.EnumerateObject().Select(member => member.Name).Where(name => name is "title" or "usageRequirements" or "hookVersion"))
        {
            Text(service, name, path);
        }
    }

    private List<string> ReadPrefetch(JsonElement prefetch, string path)
    {
        List<string> keys = [];
        if (prefetch.ValueKind is JsonValueKind.Undefined)
        {
            return keys;
        }

        if (prefetch.ValueKind is not JsonValueKind.Object || !prefetch.EnumerateObject().Any())
        {
            Report(path, "An object with at least one template is expected: omit an empty one.");
            return keys;
        }

        foreach (var name in prefetch.EnumerateObject().Select(template => template.Name))
        {
            var key = PrefetchKeys.All.FirstOrDefault(entry => string.Equals(entry.Key, name, StringComparison.Ordinal));
            var text = Text(prefetch, name, path);
            if (key.Key is null)
            {
                Recommend(holds: false, $"{path}.{name}", $"No rule reads this key: resources under it are identified only by their type. Known keys are {string.Join(", ", PrefetchKeys.All.Select(entry => entry.Key))}.");
            }
            else if (text is not null)
            {
                keys.Add(key.Key);
                foreach (var issue in PrefetchTemplate.IssuesOf(text, key.ResourceType))
                {
                    _issues.Add(new KnowledgeIssue(_file, $"{path}.{key.Key}", issue.Message, issue.IsError));
                }
            }
        }

        return keys;
    }

    private string? Text(JsonElement json, string name, string path)
    {
        if (Member(json, name) is { ValueKind: JsonValueKind.String } text && !string.IsNullOrWhiteSpace(text.GetString()))
        {
            return text.GetString();
        }

        Report($"{path}.{name}", "A string that is not empty is expected.");
        return null;
    }

    private static JsonElement Member(JsonElement json, string name) =>
        json.ValueKind is JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value : default;

    private void Report(string path, string message) => _issues.Add(new KnowledgeIssue(_file, path, message));

    private void Require(bool holds, string path, string message)
    {
        if (!holds)
        {
            Report(path, message);
        }
    }

    private void Recommend(bool holds, string path, string message)
    {
        if (!holds)
        {
            _issues.Add(new KnowledgeIssue(_file, path, message, IsError: false));
        }
    }

    [GeneratedRegex(@"^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Version();
}
