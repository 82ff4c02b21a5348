using CdsHooks.Service.Gate.People;
using CdsHooks.Simulation.Shards;
using CdsHooks.Workbench;
using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Pages.Simulate;

/// <summary>The packs that may be simulated: the folders in one that is configured. A name from a browser only chooses among them.</summary>
internal sealed class PackShelf(IOptions<WorkbenchOptions> options, IHostEnvironment environment)
{
    private readonly string? _folder = string.IsNullOrEmpty(options.Value.Simulation.PacksFolder)
        ? null
        : Path.GetFullPath(options.Value.Simulation.PacksFolder, environment.ContentRootPath);

    /// <summary>Gets a value indicating whether a folder of packs is configured.</summary>
    public bool IsOn => _folder is not null;

    /// <summary>Lists the names of the packs, in alphabetical order.</summary>
    public IReadOnlyList<string> List()
    {
        try
        {
            return _folder is null ? [] : [.. new DirectoryInfo(_folder).EnumerateDirectories().Where(IsPack).Select(pack => pack.Name).Order(StringComparer.Ordinal)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Opens a pack.</summary>
    /// <exception cref="InvalidInputException">There is none of this name, or it cannot be used.</exception>
    public PackFolder Open(string name) => List().Contains(name, StringComparer.Ordinal)
        ? PackFolder.Open(Path.Combine(_folder!, name), name)
        : throw new InvalidInputException("The pack is not there any more.");

    // A link could lead anywhere on the disk.
    private static bool IsPack(DirectoryInfo folder)
    {
        try
        {
            return folder.LinkTarget is null
                && File.Exists(Path.Combine(folder.FullName, PackManifest.FileName))
                && folder.EnumerateFiles().All(file => file.LinkTarget is null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
