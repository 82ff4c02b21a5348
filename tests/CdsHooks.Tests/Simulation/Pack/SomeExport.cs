using System.Text;
using System.Text.Json;
using CdsHooks.Simulation.Shards;
using CdsHooks.Tests.Cli;
using CdsHooks.Tests.Simulation.Shards;

namespace CdsHooks.Tests.Simulation.Pack;

/// <summary>A folder with an export, and what <c>simulate pack</c> makes of it.</summary>
internal sealed class SomeExport : IDisposable
{
    private readonly TempFolder _folder = new();

    public SomeExport() => Directory.CreateDirectory(Folder);

    public string Folder => Path.Combine(_folder.Path, "export");

    public string Output => Path.Combine(_folder.Path, "pack");

    public PackManifest Manifest => PackManifestFile.Read(Output, "pack").Manifest;

    /// <summary>Writes a file, each line with a line break.</summary>
    public SomeExport With(string file, params string[] lines) => WithText(file, string.Concat(lines.Select(line => line + "\n")));

    public SomeExport WithText(string file, string text)
    {
        if (file.EndsWith(".gz", StringComparison.Ordinal))
        {
            return WithBytes(file, Gzip.Of(text));
        }

        _folder.Write(Path.Combine("export", file), text);
        return this;
    }

    public SomeExport WithBytes(string file, byte[] bytes)
    {
        File.WriteAllBytes(Path.Combine(Folder, file), bytes);
        return this;
    }

    public CliRun Run(params string[] options) => CliRun.In(new CliRun.FolderAndWidth(_folder.Path), ["simulate", "pack", "export", "--output", "pack", .. options]);

    /// <summary>Packs, and reads the pack.</summary>
    /// <returns>The lines of every patient.</returns>
    public SortedDictionary<string, List<string>> Pack(params string[] options)
    {
        var run = Run(options);
        if (run.ExitCode != 0)
        {
            throw new InvalidOperationException(run.Error);
        }

        SortedDictionary<string, List<string>> charts = new(StringComparer.Ordinal);
        var pack = PackFolder.Open(Output, "pack");
        for (var shard = 0; shard < pack.Manifest.Shards.Count; shard++)
        {
            foreach (var chart in pack.Read(shard))
            {
                charts.Add(chart.Id, [.. chart.Resources.Select(resource => Encoding.UTF8.GetString(resource.Span))]);
            }
        }

        return charts;
    }

    /// <summary>Packs, and gives the ids of each patient's resources.</summary>
    public string PackIds(params string[] options) => string.Join("; ", Pack(options).Select(chart => $"{chart.Key}: {string.Join(' ', chart.Value.Select(IdOf))}"));

    public PackType Type(string name) => Manifest.Types.Single(type => string.Equals(type.Type, name, StringComparison.Ordinal));

    public void Dispose() => _folder.Dispose();

    private static string IdOf(string resource)
    {
        using var json = JsonDocument.Parse(resource);
        return json.RootElement.TryGetProperty("id", out var id) ? id.GetString()! : "-";
    }
}
