using System.Security.Cryptography;
using System.Text;
using CdsHooks.Decision.Plan;
using CdsHooks.Service.Knowledge.Site;

namespace CdsHooks.Service.Knowledge.Rules;

/// <summary>The files of the rules, read once, so that exactly what is checked is what is loaded, even while somebody copies files.</summary>
internal sealed class RulesFiles
{
    // 48 bits: enough to tell the versions of one site apart, and short enough to read aloud.
    private const int VersionBytes = 6;

    private readonly List<KnowledgeIssue> _issues = [];
    private readonly List<(string File, ReadOnlyMemory<byte> Json)> _knowledge = [];
    private readonly List<(string File, ReadOnlyMemory<byte> Json)> _site = [];

    private RulesFiles(RulesSource source)
    {
        Source = source;
        Discovery = ReadDiscovery(source.DiscoveryPath);
        ReadKnowledge(source.DirectoryPath);
        var others = _issues.Count;
        SiteVersion = ReadSite(source);
        IsNothing = source.Use is SiteUse.Draft && SiteVersion is null && _issues.Count == others;
        Version = VersionOf();
    }

    /// <summary>Gets the place of the files.</summary>
    public RulesSource Source { get; }

    /// <summary>Gets the discovery document; null when it cannot be read.</summary>
    public byte[]? Discovery { get; }

    /// <summary>Gets the files of the knowledge.</summary>
    public IReadOnlyList<(string File, ReadOnlyMemory<byte> Json)> Knowledge => _knowledge;

    /// <summary>Gets the files of the site's version, which are laid over the knowledge.</summary>
    public IReadOnlyList<(string File, ReadOnlyMemory<byte> Json)> Site => _site;

    /// <summary>Gets the number of the site's version; null for none.</summary>
    public int? SiteVersion { get; }

    /// <summary>Gets a value indicating whether there is nothing to try: no draft of the site, whatever is wrong with the knowledge below it.</summary>
    public bool IsNothing { get; }

    /// <summary>Gets the issues of reading.</summary>
    public IReadOnlyList<KnowledgeIssue> Issues => _issues;

    /// <summary>
    /// Gets the version: a hash of the content of all files and of the id of the site parameters, in hexadecimal. Names, order and times
    /// of the files do not count.
    /// </summary>
    public string Version { get; }

    /// <summary>Reads the files. Never throws because of them: what cannot be read is an issue.</summary>
    public static RulesFiles Read(RulesSource source) => new(source);

    private byte[]? ReadDiscovery(string path) => File.Exists(path)
        ? ReadFile(path, Path.GetFileName(path))
        : Report(Source.DiscoveryFile, "The file does not exist: Discovery:File names the discovery document.");

    private void ReadKnowledge(string directory)
    {
        try
        {
            foreach (var file in KnowledgeFiles.List(directory))
            {
                if (ReadFile(Path.Combine(directory, file), file) is { } json)
                {
                    _knowledge.Add((file, json));
                }
            }
        }
        catch (DirectoryNotFoundException)
        {
            Report(Source.Directory, $"The folder does not exist: {Source.DirectoryOption} names the folder of the knowledge.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Report(Source.Directory, "The folder cannot be read.");
        }
    }

    /// <summary>Reads the version of the site that its pointer names.</summary>
    private int? ReadSite(RulesSource source)
    {
        try
        {
            if (source.Site?.ReadPointer(source.Use) is not { } pointer)
            {
                return null;
            }

            var version = source.Site.Read(pointer);
            _site.AddRange(version.Files.Select(file => (FormattableString.Invariant($"site/{version.Number}/{file.Name}"), file.Json)));
            return version.Number;
        }
        catch (SiteFolderException exception)
        {
            Report(exception.Place.Length == 0 ? "site" : $"site/{exception.Place}", exception.Message);
            return null;
        }
    }

    private byte[]? ReadFile(string path, string file)
    {
        try
        {
            // A pipe or a device has no length, and reading it might never end.
            return LengthOf(new FileInfo(path)) is 0 ? [] : File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Report(file, "The file cannot be read.");
        }
    }

    private static long LengthOf(FileInfo file) => file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target ? target.Length : file.Length;

    private byte[]? Report(string file, string message)
    {
        _issues.Add(new KnowledgeIssue(file, string.Empty, message));
        return null;
    }

    private string VersionOf()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(SHA256.HashData(Discovery ?? []));
        hash.AppendData(SHA256.HashData(Encoding.UTF8.GetBytes(Source.SiteParameters ?? string.Empty)));
        foreach (var content in _knowledge.Concat(_site).Select(file => Convert.ToHexString(SHA256.HashData(file.Json.Span))).Order(StringComparer.Ordinal))
        {
            hash.AppendData(Convert.FromHexString(content));
        }

        foreach (var issue in _issues)
        {
            hash.AppendData(SHA256.HashData(Encoding.UTF8.GetBytes(issue.ToString())));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, VersionBytes));
    }
}

/// <summary>The place of a set of rules.</summary>
/// <param name="Directory">The folder of the knowledge, as configured.</param>
/// <param name="DirectoryOption">The name of that option.</param>
/// <param name="DiscoveryFile">The discovery document, as configured.</param>
/// <param name="SiteParameters">The id of the site parameters; null for the plans' own defaults.</param>
internal sealed record RulesSource(string Directory, string DirectoryOption, string DiscoveryFile, string? SiteParameters)
{
    /// <summary>Gets the folder of the site's changes, one of whose versions is laid over the rules; null for none.</summary>
    public SiteFolder? Site { get; init; }

    /// <summary>Gets the version of the site that is laid over the rules.</summary>
    public SiteUse Use { get; init; }

    /// <summary>Gets a value indicating whether <see cref="SiteParameters"/> apply even where the site's version has some of its own.</summary>
    public bool IsSiteParametersFixed { get; init; }

    /// <summary>Gets a value indicating whether the rules only judge in shadow.</summary>
    public bool IsShadow { get; init; }

    public string DirectoryPath => PathOf(Directory);

    public string DiscoveryPath => PathOf(DiscoveryFile);

    private static string PathOf(string path) => Path.GetFullPath(path, AppContext.BaseDirectory);
}
