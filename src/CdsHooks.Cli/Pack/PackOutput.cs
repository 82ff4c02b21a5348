using CdsHooks.Cli.Output;
using CdsHooks.Simulation.Shards;

namespace CdsHooks.Cli.Pack;

/// <summary>The folder into which is packed. All is done in a folder in it, and moved at the end: what was killed does not look like a pack.</summary>
internal sealed class PackOutput : IDisposable
{
    private const string WorkName = ".packing";

    private readonly string _folder;
    private readonly bool _isNew;
    private FileStream? _lock;

    private PackOutput(string folder, bool isNew, FileStream @lock)
    {
        _folder = folder;
        _isNew = isNew;
        _lock = @lock;
    }

    /// <summary>Gets the folder for temporary files and shards that are being made.</summary>
    public string Work => Path.Combine(_folder, WorkName);

    /// <summary>Takes a folder that is empty, does not exist, or has the remains of a run that was killed.</summary>
    /// <exception cref="CommandException">There is something else in it, or another run.</exception>
    public static PackOutput Open(string folder, string shown)
    {
        var work = Path.Combine(folder, WorkName);
        var isNew = !Directory.Exists(folder);
        if (File.Exists(folder) || (!isNew && Directory.EnumerateFileSystemEntries(folder).Any(entry => !IsRemains(entry, work))))
        {
            throw CommandException.UsageError($"The folder {shown} is not empty.");
        }

        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(work);
        }
        else
        {
            // Charts wait here, for no one else to read.
            Directory.CreateDirectory(folder);
            Directory.CreateDirectory(work, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        FileStream file;
        try
        {
            file = new FileStream(Path.Combine(work, "lock"), FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
        }
        catch (IOException)
        {
            throw new CommandException($"Another run packs into the folder {shown}.");
        }

        var output = new PackOutput(folder, isNew, file);
        output.Clear();
        return output;
    }

    /// <summary>Moves the shards to their place, removes what else was made, and writes the manifest, which makes the folder a pack.</summary>
    public void Complete(PackManifest manifest)
    {
        foreach (var shard in manifest.Shards)
        {
            File.Move(Path.Combine(Work, shard.File), Path.Combine(_folder, shard.File));
        }

        // A run that is killed after the manifest leaves no charts behind but those of the pack.
        RemoveFiles(Work);
        PackManifestFile.Write(_folder, manifest);
        Remove();
    }

    /// <summary>Removes what was made, unless it was completed.</summary>
    public void Dispose()
    {
        if (_lock is not null)
        {
            Clear();
            Remove();
            if (_isNew)
            {
                Directory.Delete(_folder, recursive: true);
            }
        }
    }

    private static bool IsRemains(string entry, string work) =>
        string.Equals(entry, work, StringComparison.Ordinal)
        || (Directory.Exists(work) && Path.GetFileName(entry).StartsWith("shard-", StringComparison.Ordinal) && entry.EndsWith(".tsv", StringComparison.Ordinal));

    private void Clear()
    {
        RemoveFiles(Work);
        RemoveFiles(_folder, "shard-*.tsv", SearchOption.TopDirectoryOnly);
    }

    /// <summary>Removes files, but not the lock.</summary>
    private void RemoveFiles(string folder, string pattern = "*", SearchOption option = SearchOption.AllDirectories)
    {
        foreach (var file in Directory.GetFiles(folder, pattern, option).Where(file => !string.Equals(file, _lock?.Name, StringComparison.Ordinal)))
        {
            File.Delete(file);
        }
    }

    private void Remove()
    {
        _lock?.Dispose();
        _lock = null;
        Directory.Delete(Work, recursive: true);
    }
}
