using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using CdsHooks.Service.Pages.Shared;
using CdsHooks.Workbench.Cases;

namespace CdsHooks.Service.Pages.Sandbox;

/// <summary>The sample patients: golden cases, some of them named by their story.</summary>
internal sealed class SampleCatalog
{
    private readonly FrozenSet<string> _cases = ShippedCases.Folders.Select(path => Path.GetFileName(path)).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Gets the sample patients that have a story, in groups.</summary>
    public IReadOnlyList<SampleGroup> Groups { get; } = SandboxFiles.Read("samples.json", SandboxFilesJson.Default.IReadOnlyListSampleGroup);

    /// <summary>Finds the story of a case; null when it has none.</summary>
    public Sample? Find(string name) => Groups.SelectMany(group => group.Samples).FirstOrDefault(sample => string.Equals(sample.Case, name, StringComparison.Ordinal));

    /// <summary>Opens a golden case.</summary>
    /// <returns>The case; null when there is none of this name.</returns>
    public SampleCase? Open(string name)
    {
        // Only names that are there: an address must not lead anywhere else on the disk.
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        var folderName = slash < 0 ? name : name[..slash];
        if (!_cases.Contains(folderName))
        {
            return null;
        }

        var folder = ShippedCases.FolderOf(folderName);
        if (CaseFolder.List(folder).FirstOrDefault(run => string.Equals(run.Name, name, StringComparison.Ordinal)) is not { } found)
        {
            return null;
        }

        var story = CaseStory.Read(folder);
        return new SampleCase(
            name,
            story.Title + (slash < 0 ? string.Empty : $": {name[(slash + 1)..].Replace('-', ' ')}"),
            story.Text,
            (JsonObject)JsonNode.Parse(found.Request.Span)!,
            found.Expected.Today)
        {
            With = [.. WithOf(found.SiteParameters)],
        };
    }

    private static IEnumerable<string> WithOf(CaseParameters parameters)
    {
        if (parameters.Id is { } preset)
        {
            yield return $"{SimulateLink.Preset}={preset}";
        }

        foreach (var (name, value) in parameters.Parameters)
        {
            yield return $"{name}={(value is JsonArray codes ? string.Join(',', codes.Select(code => code?.ToString())) : value?.ToJsonString().Trim('"'))}";
        }
    }
}

/// <summary>A group of sample patients.</summary>
/// <param name="Group">The title.</param>
/// <param name="Samples">The samples.</param>
internal sealed record SampleGroup(string Group, IReadOnlyList<Sample> Samples);

/// <summary>The story of a sample patient.</summary>
/// <param name="Case">The golden case.</param>
/// <param name="Title">The story in a few words.</param>
/// <param name="Story">The story in a sentence.</param>
/// <param name="With">The site parameters under which it is told, as <c>name=value</c>; null for those in force.</param>
internal sealed record Sample(string Case, string Title, string Story, IReadOnlyList<string>? With = null);

/// <summary>A golden case as a patient of the sandbox.</summary>
/// <param name="Name">The name of the case.</param>
/// <param name="Title">The title of its README.</param>
/// <param name="Story">The text of its README.</param>
/// <param name="Request">The request.</param>
/// <param name="AsOf">The evaluation date.</param>
internal sealed record SampleCase(string Name, string Title, string Story, JsonObject Request, DateOnly AsOf)
{
    /// <summary>Gets the edits that are kept with a chart of one's own; empty for a golden case, whose edits are in the address.</summary>
    public IReadOnlyList<ChartEdit> Edits { get; init; } = [];

    /// <summary>Gets the address of the page that a chart of one's own was opened on; null for none.</summary>
    public string? Back { get; init; }

    /// <summary>Gets the site parameters under which the case is judged, as <c>name=value</c>; empty for those in force.</summary>
    public IReadOnlyList<string> With { get; init; } = [];
}

/// <summary>Reads the files of the sandbox, which are inside the program.</summary>
internal static class SandboxFiles
{
    public static T Read<T>(string name, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
    {
        using var stream = typeof(SandboxFiles).Assembly.GetManifestResourceStream($"sandbox/{name}")!;
        return JsonSerializer.Deserialize(stream, type)!;
    }
}

/// <summary>Generated serialization of the files of the sandbox.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(IReadOnlyList<SampleGroup>))]
[JsonSerializable(typeof(IReadOnlyList<OrderGroup>))]
internal sealed partial class SandboxFilesJson : JsonSerializerContext;
