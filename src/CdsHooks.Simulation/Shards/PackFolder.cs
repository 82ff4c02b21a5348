using System.Globalization;
using System.IO.Compression;
using CdsHooks.Workbench;

namespace CdsHooks.Simulation.Shards;

/// <summary>A folder with a manifest and the shards that it lists, however they were made.</summary>
internal sealed class PackFolder
{
    /// <summary>The ending of a shard that is compressed.</summary>
    public const string Gzip = ".gz";

    private readonly string _folder;
    private readonly string _shown;

    private PackFolder(string folder, string shown)
    {
        _folder = folder;
        _shown = shown;
        (Manifest, ManifestHash) = PackManifestFile.Read(folder, shown);
    }

    /// <summary>Gets the manifest.</summary>
    public PackManifest Manifest { get; }

    /// <summary>Gets the SHA-256 of the manifest, which identifies the pack.</summary>
    public string ManifestHash { get; }

    /// <summary>Opens a pack. Every shard has to be there, in its size.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="shown">The folder's name in messages.</param>
    /// <exception cref="InvalidInputException">The folder is no pack or cannot be read, or shards are missing or cut.</exception>
    public static PackFolder Open(string folder, string shown)
    {
        if (!Directory.Exists(folder))
        {
            throw new InvalidInputException($"The folder {shown} does not exist.");
        }

        var pack = new PackFolder(folder, shown);
        foreach (var shard in pack.Manifest.Shards)
        {
            pack.CheckSize(shard);
        }

        return pack;
    }

    /// <summary>Refuses a path to write to that is the folder of the pack, or directly in it.</summary>
    /// <exception cref="InvalidInputException">It is.</exception>
    public void CheckOutput(string path)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        var pack = Path.TrimEndingDirectorySeparator(Path.GetFullPath(_folder));
        if (string.Equals(full, pack, StringComparison.Ordinal) || string.Equals(Path.GetDirectoryName(full), pack, StringComparison.Ordinal))
        {
            throw new InvalidInputException("A result is not written into the folder of the pack. Choose another folder.");
        }
    }

    /// <summary>Reads the patients of a shard, each valid until the next is asked for, and checks at the end that what was read is what the manifest states.</summary>
    /// <param name="number">The number of the shard.</param>
    /// <exception cref="InvalidInputException">The file is not the shard that the manifest lists, is not there any more, or cannot be read.</exception>
    public IEnumerable<PatientChart> Read(int number)
    {
        var shard = Manifest.Shards[number];
        using var file = PackAccess.Read($"The shard {Shown(shard)}", () => new FileStream(PathOf(shard), FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan));
        using var hashed = new HashedStream(file);
        using Stream lines = shard.File.EndsWith(Gzip, StringComparison.Ordinal) ? new GZipStream(hashed, CompressionMode.Decompress) : hashed;
        var reader = new ShardReader(lines, Shown(shard), number, Manifest.Shards.Count);
        while (reader.Next() is { } chart)
        {
            yield return chart;
        }

        if (reader.Patients != shard.Patients || reader.Lines != shard.Resources)
        {
            throw new InvalidInputException(string.Create(
                CultureInfo.InvariantCulture,
                $"{Shown(shard)} has {reader.Patients} patients and {reader.Lines} resources; the manifest says {shard.Patients} and {shard.Resources}."));
        }

        if (!string.Equals(PackAccess.Read($"The shard {Shown(shard)}", hashed.Complete), shard.Sha256, StringComparison.Ordinal))
        {
            throw new InvalidInputException($"{Shown(shard)} is not the file that the manifest states: its SHA-256 differs.");
        }
    }

    private void CheckSize(PackShard shard)
    {
        var file = new FileInfo(PathOf(shard));
        if (!file.Exists)
        {
            throw new InvalidInputException($"The shard {Shown(shard)} does not exist.");
        }

        if (file.Length != shard.Bytes)
        {
            throw new InvalidInputException(string.Create(
                CultureInfo.InvariantCulture, $"{Shown(shard)} has {file.Length} bytes; the manifest says {shard.Bytes}."));
        }
    }

    private string PathOf(PackShard shard) => Path.Combine(_folder, shard.File);

    private string Shown(PackShard shard) => Path.Combine(_shown, shard.File);
}
