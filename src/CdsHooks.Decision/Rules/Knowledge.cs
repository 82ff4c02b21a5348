using System.Text.Json;
using CdsHooks.Fhir;

namespace CdsHooks.Decision.Rules;

/// <summary>The knowledge as read: every FHIR resource of the folder, by canonical URL.</summary>
public sealed class Knowledge
{
    private readonly List<KnowledgeResource> _resources = [];
    private readonly Dictionary<string, KnowledgeResource> _byUrl = new(StringComparer.Ordinal);

    /// <summary>Gets every resource, in file order.</summary>
    public IReadOnlyList<KnowledgeResource> Resources => _resources;

    /// <summary>Reads every <c>*.json</c> file below a folder except <c>package.json</c> and what stands under <c>examples/</c>.</summary>
    /// <param name="directory">The knowledge folder.</param>
    /// <param name="faults">Receives a fault for each file that is not one FHIR resource, and for each canonical URL used twice.</param>
    /// <returns>What could be read.</returns>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static Knowledge ReadDirectory(string directory, FaultList faults)
    {
        ArgumentNullException.ThrowIfNull(faults);
        var files = Directory.EnumerateFiles(directory, "*.json", SearchOption.AllDirectories)
            .Select(path => (Path: path, File: Path.GetRelativePath(directory, path).Replace('\\', '/')))
            .Where(file => IsKnowledge(file.File))
            .OrderBy(file => file.File, StringComparer.Ordinal);
        return Of(files.Select(file => (file.File, (ReadOnlyMemory<byte>)File.ReadAllBytes(file.Path))), faults);
    }

    /// <summary>Takes resources from memory.</summary>
    /// <param name="files">File names with their JSON, UTF-8.</param>
    /// <param name="faults">Receives what is wrong with them.</param>
    /// <returns>What could be read.</returns>
    public static Knowledge Of(IEnumerable<(string File, ReadOnlyMemory<byte> Json)> files, FaultList faults)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(faults);
        var knowledge = new Knowledge();
        foreach (var (file, json) in files)
        {
            knowledge.Add(file, json, faults);
        }

        return knowledge;
    }

    /// <summary>Makes a copy with one resource in the place of the one from the same file.</summary>
    /// <param name="changed">The resource; its file must be one of the knowledge, its URL that of the resource it replaces.</param>
    /// <returns>The copy, which shares all other resources.</returns>
    /// <exception cref="ArgumentException">No resource came from that file, or it has another URL.</exception>
    public Knowledge With(KnowledgeResource changed)
    {
        ArgumentNullException.ThrowIfNull(changed);
        var index = _resources.FindIndex(resource => string.Equals(resource.File, changed.File, StringComparison.Ordinal));
        if (index < 0 || !string.Equals(_resources[index].Url, changed.Url, StringComparison.Ordinal))
        {
            throw new ArgumentException("It takes no resource's place.", nameof(changed));
        }

        var copy = new Knowledge();
        foreach (var resource in _resources.Select((resource, at) => at == index ? changed : resource))
        {
            copy._resources.Add(resource);
            if (resource.Url.Length > 0)
            {
                copy._byUrl.TryAdd(resource.Url, resource);
            }
        }

        return copy;
    }

    /// <summary>Finds a resource by its canonical URL.</summary>
    /// <param name="canonical">The URL, with or without <c>|version</c>.</param>
    /// <returns>The resource, or null when there is none, or none of that version.</returns>
    public KnowledgeResource? Find(string canonical)
    {
        ArgumentNullException.ThrowIfNull(canonical);
        var bar = canonical.IndexOf('|', StringComparison.Ordinal);
        var url = bar < 0 ? canonical : canonical[..bar];
        if (!_byUrl.TryGetValue(url, out var found))
        {
            return null;
        }

        return bar < 0 || string.Equals(found.Resource.Root["version"u8].AsString(), canonical[(bar + 1)..], StringComparison.Ordinal)
            ? found
            : null;
    }

    /// <summary>Enumerates the resources of one type.</summary>
    /// <param name="resourceType">The FHIR resource type.</param>
    /// <returns>The resources, in file order.</returns>
    public IEnumerable<KnowledgeResource> OfType(string resourceType) =>
        _resources.Where(resource => string.Equals(resource.Resource.ResourceType, resourceType, StringComparison.Ordinal));

    private static bool IsKnowledge(string file) =>
        !file.StartsWith("examples/", StringComparison.Ordinal)
        && !string.Equals(file, "package.json", StringComparison.Ordinal);

    private static string WhyNotJson(ReadOnlySpan<byte> json, JsonException fault) => json switch
    {
        [] => "This file is empty.",
        [0xEF, 0xBB, 0xBF, ..] => "This file begins with a byte-order mark: save it as UTF-8 without one.",
        [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] => "This file is UTF-16: save it as UTF-8.",
        _ => $"This is not JSON (line {(fault.LineNumber ?? 0) + 1}, byte {fault.BytePositionInLine ?? 0}).",
    };

    private void Add(string file, ReadOnlyMemory<byte> json, FaultList faults)
    {
        FhirResource resource;
        try
        {
            resource = FhirResource.Of(JsonDocument.Parse(json).RootElement);
        }
        catch (JsonException fault)
        {
            faults.Add(new KnowledgeFault(file, string.Empty, WhyNotJson(json.Span, fault)));
            return;
        }

        if (resource.ResourceType.Length == 0)
        {
            faults.Add(new KnowledgeFault(file, string.Empty, "A FHIR resource with a resourceType is expected."));
            return;
        }

        var added = new KnowledgeResource(file, resource.Root["url"u8].AsString() ?? string.Empty, resource);
        _resources.Add(added);
        if (added.Url.Length > 0 && !_byUrl.TryAdd(added.Url, added))
        {
            faults.Add(file, resource.Root["url"u8], $"This canonical URL is already used by {_byUrl[added.Url].File}.");
        }
    }
}
