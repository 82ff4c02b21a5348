using CdsHooks.Workbench;

namespace CdsHooks.Cli.Pack;

/// <summary>The files of an export folder and of the folders in it, each list by name. Names that begin with a dot are left alone.</summary>
/// <param name="Resources">The NDJSON files.</param>
/// <param name="Json">Files that may be the response of the export.</param>
/// <param name="Others">The names of all other files, which are not read.</param>
internal sealed record ExportFolder(IReadOnlyList<ExportFile> Resources, IReadOnlyList<ExportFile> Json, IReadOnlyList<string> Others)
{
    /// <summary>Lists the files of a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="shown">The folder's name in messages.</param>
    /// <exception cref="InvalidInputException">There is no such folder, or no NDJSON in it.</exception>
    public static ExportFolder Open(string folder, string shown)
    {
        if (!Directory.Exists(folder))
        {
            throw new InvalidInputException($"The folder {shown} does not exist.");
        }

        List<ExportFile> files = [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(path => (Path: path, Name: Path.GetRelativePath(folder, path).Replace('\\', '/')))
            .Where(file => !file.Name.Split('/').Any(part => part.StartsWith('.')))
            .OrderBy(file => file.Name, StringComparer.Ordinal)
            .Select(file => new ExportFile(file.Name, file.Path, Path.Combine(shown, file.Name), new FileInfo(file.Path).Length))];
        var resources = files.FindAll(file => HasEnding(file, ".ndjson") || HasEnding(file, ".ndjson.gz"));
        var json = files.FindAll(file => HasEnding(file, ".json"));
        return resources.Count > 0
            ? new ExportFolder(resources, json, [.. files.Except(resources).Except(json).Select(file => file.Name)])
            : throw new InvalidInputException($"The folder {shown} has no file *.ndjson or *.ndjson.gz.");
    }

    private static bool HasEnding(ExportFile file, string ending) => file.Name.EndsWith(ending, StringComparison.OrdinalIgnoreCase);
}
