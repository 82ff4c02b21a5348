using CdsHooks.Service.Gate.People;
using CdsHooks.Simulation.Shards;
using CdsHooks.Workbench;
using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Pages.Simulate;

/// <summary>The packs that may be simulated: the folders in one that is configured. A name from a browser only chooses among them.</summary>
internal sealed partial class PackShelf(IOptions<WorkbenchOptions> options, IHostEnvironment environment, ILogger<PackShelf> logger)
{
    private const string Option = "(Workbench:Simulation:PacksFolder)";
    private const string OfFileSystem = "lost+found";

    private readonly string? _folder = string.IsNullOrEmpty(options.Value.Simulation.PacksFolder)
        ? null
        : Path.GetFullPath(options.Value.Simulation.PacksFolder, environment.ContentRootPath);

    private volatile string _logged = string.Empty;

    /// <summary>Gets a value indicating whether a folder of packs is configured.</summary>
    public bool IsOn => _folder is not null;

    /// <summary>Lists the packs in alphabetical order, and why the others cannot be used. What is wrong is logged when it changes.</summary>
    public FoundPacks List()
    {
        var found = _folder is null ? new FoundPacks([], [], Problem: null) : Look(_folder);
        var wrong = string.Join(' ', found.Unusable.Select(pack => $"{pack.Name}: {pack.Why}").Prepend(found.Problem).OfType<string>());
        if (Interlocked.Exchange(ref _logged, wrong) is var before && wrong.Length > 0 && !string.Equals(before, wrong, StringComparison.Ordinal))
        {
            Log.Unusable(logger, wrong);
        }

        return found;
    }

    /// <summary>Opens a pack.</summary>
    /// <exception cref="InvalidInputException">There is none of this name, or it cannot be used.</exception>
    public PackFolder Open(string name)
    {
        if (_folder is null)
        {
            throw new InvalidInputException($"There is no folder of packs {Option}.");
        }

        var folder = FoldersOf(_folder).FirstOrDefault(folder => string.Equals(folder.Name, name, StringComparison.Ordinal))
            ?? throw new InvalidInputException("The pack is not there any more.");
        return IssueOf(folder) is { } issue ? throw new InvalidInputException(issue) : PackFolder.Open(folder.FullName, name);
    }

    private static FoundPacks Look(string path)
    {
        List<string> names = [];
        List<(string Name, string Why)> unusable = [];
        try
        {
            foreach (var folder in FoldersOf(path))
            {
                if ((IssueOf(folder) ?? IssueOfPack(folder)) is { } issue)
                {
                    unusable.Add((folder.Name, issue));
                }
                else
                {
                    names.Add(folder.Name);
                }
            }
        }
        catch (InvalidInputException exception)
        {
            return new FoundPacks([], [], exception.Message);
        }

        return new FoundPacks(names, unusable, Problem: null);
    }

    /// <summary>Lists the folders that packs may be, in alphabetical order.</summary>
    /// <exception cref="InvalidInputException">The folder is not there, is none or cannot be read.</exception>
    private static List<DirectoryInfo> FoldersOf(string path) => File.Exists(path)
        ? throw new InvalidInputException($"The folder of packs is a file, and no folder {Option}.")
        : PackAccess.Read($"The folder of packs {Option}", () => new DirectoryInfo(path).EnumerateDirectories()
            .Where(folder => !folder.Name.StartsWith('.') && folder.Name is not OfFileSystem)
            .OrderBy(folder => folder.Name, StringComparer.Ordinal).ToList());

    private static string? IssueOfPack(DirectoryInfo folder)
    {
        try
        {
            PackFolder.Open(folder.FullName, folder.Name);
            return null;
        }
        catch (InvalidInputException exception)
        {
            return exception.Message;
        }
    }

    // A link could lead anywhere on the disk.
    private static string? IssueOf(DirectoryInfo folder)
    {
        try
        {
            return folder.LinkTarget is not null || PackAccess.Read($"The folder {folder.Name}", () => folder.EnumerateFiles().Any(file => file.LinkTarget is not null))
                ? $"The folder {folder.Name} is a link or has one, and links are not followed."
                : null;
        }
        catch (InvalidInputException exception)
        {
            return exception.Message;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2905, LogLevel.Warning, "Packs cannot be used: {Why}")]
        public static partial void Unusable(ILogger logger, string why);
    }
}

/// <summary>The packs that were found.</summary>
/// <param name="Names">The names of those that can be used.</param>
/// <param name="Unusable">The folders that cannot be, each with a sentence.</param>
/// <param name="Problem">The sentence about the folder of packs, when that cannot be read; otherwise null.</param>
internal sealed record FoundPacks(IReadOnlyList<string> Names, IReadOnlyList<(string Name, string Why)> Unusable, string? Problem);
