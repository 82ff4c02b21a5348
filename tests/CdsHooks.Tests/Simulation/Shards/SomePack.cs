using System.Security.Cryptography;
using System.Text;
using CdsHooks.Simulation.Shards;
using CdsHooks.Tests.Cli;

namespace CdsHooks.Tests.Simulation.Shards;

/// <summary>A folder with a pack in it.</summary>
internal sealed class SomePack : IDisposable
{
    public const string Resource = """{"resourceType":"Condition"}""";

    private readonly TempFolder _folder = new();

    public string Folder => _folder.Path;

    public string ShardPath(int number) => Path.Combine(Folder, ShardNumber.FileName(number));

    /// <summary>Writes a pack as <c>pack</c> and the cohort do.</summary>
    public void Write(int shards, IEnumerable<(string Patient, string Resource)> lines)
    {
        var all = lines.ToList();
        List<PackShard> listed = [];
        for (var number = 0; number < shards; number++)
        {
            using var writer = new ShardWriter(Folder, number, shards);
            foreach (var (patient, resource) in all.Where(line => ShardNumber.Of(line.Patient, shards) == number).OrderBy(line => line.Patient, StringComparer.Ordinal))
            {
                writer.Write(patient, Encoding.UTF8.GetBytes(resource));
            }

            listed.Add(writer.Complete());
        }

        PackManifestFile.Write(Folder, PackManifest.Of([new PackType("Condition", all.Count, IsComplete: true)], listed));
    }

    /// <summary>Writes a pack of one shard as some other tool would, with any text.</summary>
    public void WriteByHand(string shard, int patients, int resources, bool isGzip = false)
    {
        var bytes = isGzip ? Gzip.Of(shard) : Encoding.UTF8.GetBytes(shard);
        var file = ShardNumber.FileName(0) + (isGzip ? ".gz" : "");
        File.WriteAllBytes(Path.Combine(Folder, file), bytes);
        _folder.Write("manifest.json", $$"""
            {"format":"cdshooks-pack/1","shardRule":"{{ShardNumber.Rule}}","patients":{{patients}},"resources":{{resources}},
            "types":[{"type":"Condition","resources":{{resources}},"isComplete":true}],
            "shards":[{"file":"{{file}}","patients":{{patients}},"resources":{{resources}},"bytes":{{bytes.Length}},"sha256":"{{Convert.ToHexStringLower(SHA256.HashData(bytes))}}"}]}
            """);
    }

    public PackFolder Open() => PackFolder.Open(Folder, "the-pack");

    /// <summary>Reads a shard whole.</summary>
    public List<(string Patient, string Resource)> Read(int number = 0) =>
        [.. Open().Read(number).SelectMany(chart => chart.Resources.Select(resource => (chart.Id, Encoding.UTF8.GetString(resource.Span))).ToList())];

    public void Dispose() => _folder.Dispose();
}
