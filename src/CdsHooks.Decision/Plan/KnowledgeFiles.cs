using System.Security.Cryptography;
using System.Text;
using Hl7.Fhir.Model;

namespace CdsHooks.Decision.Plan;

/// <summary>The FHIR resources of the knowledge folder, by canonical URL.</summary>
public sealed class KnowledgeFiles
{
    private readonly List<KnowledgeResource> _resources = [];
    private readonly Dictionary<string, KnowledgeResource> _byUrl = new(StringComparer.Ordinal);

    /// <summary>Gets every resource, in file order.</summary>
    public IReadOnlyList<KnowledgeResource> Resources => _resources;

    /// <summary>Reads every <c>*.json</c> file below a folder except <c>package.json</c>, those under <c>examples/</c>, and hidden ones.</summary>
    /// <param name="directory">The knowledge folder.</param>
    /// <param name="issues">Receives an issue for each file that is not one FHIR resource, and for each canonical URL used twice.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static KnowledgeFiles ReadDirectory(string directory, IssueList issues) =>
        Of(List(directory).Select(file => (file, (ReadOnlyMemory<byte>)File.ReadAllBytes(Path.Combine(directory, file)))), issues);

    /// <summary>Lists the files of a folder that <see cref="ReadDirectory"/> reads.</summary>
    /// <param name="directory">The knowledge folder.</param>
    /// <returns>Their paths below the folder, with forward slashes, in alphabetical order.</returns>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static IReadOnlyList<string> List(string directory) =>
    [
        .. Directory.EnumerateFiles(directory, "*.json", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(directory, path).Replace('\\', '/'))
            .Where(IsKnowledge)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Gets the hash of the content of knowledge: the same whatever the names and the order of its files.</summary>
    /// <param name="files">The content of each file.</param>
    /// <returns>A SHA-256 in lower-case hexadecimal.</returns>
    public static string HashOf(IEnumerable<ReadOnlyMemory<byte>> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var content in files.Select(file => Convert.ToHexString(SHA256.HashData(file.Span))).Order(StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.ASCII.GetBytes(content));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Reads resources from memory.</summary>
    /// <param name="files">The file names with their JSON, UTF-8.</param>
    /// <param name="issues">Receives their issues.</param>
    public static KnowledgeFiles Of(IEnumerable<(string File, ReadOnlyMemory<byte> Json)> files, IssueList issues)
    {
        var knowledge = new KnowledgeFiles();
        foreach (var (resource, found) in files.AsParallel().AsOrdered().Select(file => KnowledgeReader.Read(file.File, file.Json)))
        {
            knowledge.Add(resource, found, issues);
        }

        return knowledge;
    }

    /// <summary>Reads one resource that is not in the knowledge folder.</summary>
    /// <param name="file">The file to name in issues.</param>
    /// <param name="json">The resource as JSON, UTF-8.</param>
    /// <param name="issues">Receives its issues.</param>
    /// <returns>The resource, or null where it cannot be read.</returns>
    public static KnowledgeResource? ReadOne(string file, ReadOnlyMemory<byte> json, IssueList issues)
    {
        var (resource, found) = KnowledgeReader.Read(file, json);
        issues.AddRange(found);
        return resource;
    }

    /// <summary>Creates a copy in which one resource replaces that of the same file.</summary>
    /// <param name="changed">The resource, with the file and URL of the one that it replaces.</param>
    /// <returns>The copy, which shares all other resources.</returns>
    /// <exception cref="ArgumentException">No resource has that file, or it has another URL.</exception>
    public KnowledgeFiles With(KnowledgeResource changed)
    {
        var index = _resources.FindIndex(resource => string.Equals(resource.File, changed.File, StringComparison.Ordinal));
        if (index < 0 || !string.Equals(_resources[index].Url, changed.Url, StringComparison.Ordinal))
        {
            throw new ArgumentException("There is no resource with its file and URL to replace.", nameof(changed));
        }

        var copy = new KnowledgeFiles();
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

    /// <summary>Creates a copy with the files of a site laid over it.</summary>
    /// <param name="site">The site's resources. They replace those of <see cref="SiteResources"/> that are here already.</param>
    /// <param name="issues">Receives an issue for each canonical URL used twice.</param>
    /// <returns>The copy, which shares all other resources.</returns>
    public KnowledgeFiles LaidUnder(IEnumerable<KnowledgeResource> site, IssueList issues)
    {
        var copy = new KnowledgeFiles();
        foreach (var resource in _resources.Where(resource => !SiteResources.IsOwn(resource)).Concat(site))
        {
            copy.Add(resource, [], issues);
        }

        return copy;
    }

    /// <summary>Finds a resource by its canonical URL.</summary>
    /// <param name="canonical">The URL, with or without <c>|version</c>.</param>
    /// <returns>The resource, or null when there is none of that URL and version.</returns>
    public KnowledgeResource? Find(string canonical)
    {
        var bar = canonical.IndexOf('|', StringComparison.Ordinal);
        var url = bar < 0 ? canonical : canonical[..bar];
        return !_byUrl.TryGetValue(url, out var found) ? null
            : bar < 0 || string.Equals(found.Text("version"), canonical[(bar + 1)..], StringComparison.Ordinal) ? found
            : null;
    }

    /// <summary>Gets the resources of one FHIR type, in file order.</summary>
    public IEnumerable<KnowledgeResource> OfType(string resourceType) =>
        _resources.Where(resource => string.Equals(resource.ResourceType, resourceType, StringComparison.Ordinal));

    private static bool IsKnowledge(string file) =>
        !file.StartsWith("examples/", StringComparison.Ordinal)
        && !string.Equals(file, "package.json", StringComparison.Ordinal)
        && !IsHidden(file);

    /// <summary>Determines whether a file or one of its folders is hidden: a mounted ConfigMap contains each file a second time in such folders.</summary>
    private static bool IsHidden(string file) => file.StartsWith('.') || file.Contains("/.", StringComparison.Ordinal);

    private void Add(KnowledgeResource? added, IReadOnlyList<KnowledgeIssue> found, IssueList issues)
    {
        issues.AddRange(found);
        if (added is null)
        {
            return;
        }

        _resources.Add(added);
        if (added.Url.Length > 0 && !_byUrl.TryAdd(added.Url, added))
        {
            added.Resource.TryGetValue("url", out var url);
            issues.Add(added, url as Base, $"This canonical URL is already used by {_byUrl[added.Url].File}.");
        }
    }
}
