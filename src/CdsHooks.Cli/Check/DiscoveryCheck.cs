using System.Text.Json;
using CdsHooks.Cli.Plans;
using CdsHooks.Decision.Evidence;
using CdsHooks.Decision.Protocol;

namespace CdsHooks.Cli.Check;

/// <summary>Checks the discovery document beside the folder of the rules against the rules.</summary>
internal sealed class DiscoveryCheck
{
    private const string FileName = "cds-services.json";
    private const string PlanExtension = "example.cdshooks.plan";

    private readonly KnowledgeSource _source;
    private readonly List<CheckFinding> _findings = [];
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);

    private DiscoveryCheck(KnowledgeSource source) => _source = source;

    /// <summary>Checks the document, if there is one.</summary>
    /// <returns>How many services it has, and what was found.</returns>
    public static (int Services, IReadOnlyList<CheckFinding> Findings) Run(KnowledgeSource source)
    {
        var check = new DiscoveryCheck(source);
        var parent = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(source.Directory));
        var path = parent is null ? FileName : Path.Combine(parent, FileName);
        return File.Exists(path) ? (check.Read(File.ReadAllBytes(path)), check._findings) : (0, []);
    }

    private int Read(byte[] bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return ReadServices(document.RootElement);
        }
        catch (JsonException fault)
        {
            Error(string.Empty, $"This is not JSON, or a member stands there twice (line {(fault.LineNumber ?? 0) + 1}).");
            return 0;
        }
    }

    private int ReadServices(JsonElement root)
    {
        if (Member(root, "services") is not { ValueKind: JsonValueKind.Array } services)
        {
            Error("$.services", "An array of services is expected.");
            return 0;
        }

        var index = 0;
        foreach (var service in services.EnumerateArray())
        {
            ReadService(service, $"$.services[{index++}]");
        }

        return index;
    }

    private void ReadService(JsonElement service, string path)
    {
        Text(service, "description", path);
        if (Text(service, "id", path) is { } id)
        {
            if (!id.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-'))
            {
                Error($"{path}.id", "Letters, digits and hyphens are expected: the id is part of an address.");
            }

            if (!_ids.Add(id))
            {
                Error($"{path}.id", "Another service has the same id.");
            }
        }

        if (Text(service, "hook", path) is { } hook && hook is not (HookNames.OrderSign or HookNames.OrderSelect))
        {
            Error($"{path}.hook", "order-sign or order-select is expected: no other hook is understood.");
        }

        if (Text(Member(service, "extension"), PlanExtension, $"{path}.extension") is { } plan)
        {
            CheckPlan(plan, $"{path}.extension[\"{PlanExtension}\"]");
        }

        CheckPrefetch(Member(service, "prefetch"), $"{path}.prefetch");
    }

    private void CheckPlan(string canonical, string path)
    {
        if (_source.Knowledge.Find(canonical) is not { Resource.ResourceType: "PlanDefinition" })
        {
            Error(path, "The folder of the rules holds no plan with this URL.");
        }
        else if (_source.Loader.Load(canonical).Plan is null)
        {
            Error(path, "The plan of this service has errors.");
        }
    }

    private void CheckPrefetch(JsonElement prefetch, string path)
    {
        if (prefetch.ValueKind is JsonValueKind.Undefined)
        {
            return;
        }

        if (prefetch.ValueKind is not JsonValueKind.Object)
        {
            Error(path, "An object of templates is expected.");
            return;
        }

        foreach (var entry in prefetch.EnumerateObject())
        {
            var known = PrefetchKeys.All.FirstOrDefault(key => entry.NameEquals(key.Key));
            if (known.Key is null)
            {
                Error($"{path}.{entry.Name}", $"No rule reads this key. Known are {string.Join(", ", PrefetchKeys.All.Select(key => key.Key))}.");
            }
            else if (Text(prefetch, known.Key, path) is { } template)
            {
                foreach (var fault in PrefetchTemplate.FaultsOf(template, known.ResourceType))
                {
                    Error($"{path}.{known.Key}", fault);
                }
            }
        }
    }

    private string? Text(JsonElement json, string name, string path)
    {
        if (Member(json, name) is { ValueKind: JsonValueKind.String } text && !string.IsNullOrWhiteSpace(text.GetString()))
        {
            return text.GetString();
        }

        Error($"{path}.{name}", "A string that is not empty is expected.");
        return null;
    }

    private static JsonElement Member(JsonElement json, string name) =>
        json.ValueKind is JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value : default;

    private void Error(string path, string message) =>
        _findings.Add(new CheckFinding(Severity.Error, "../" + FileName, path, message));
}
