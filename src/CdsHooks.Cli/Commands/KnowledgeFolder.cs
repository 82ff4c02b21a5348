using CdsHooks.Cli.Output;

namespace CdsHooks.Cli.Commands;

/// <summary>Finds the folder of the rules.</summary>
internal static class KnowledgeFolder
{
    public const string Name = "fhir-profiles";

    /// <summary>Gets the given folder, else the nearest one in or above the working folders, else the one next to the program.</summary>
    /// <param name="given">The path from the command line; null when absent.</param>
    /// <param name="environment">The environment of the command.</param>
    /// <param name="near">A folder to search upward from before the current one; null for none.</param>
    /// <returns>The full path of an existing folder.</returns>
    /// <exception cref="CommandException">The folder does not exist.</exception>
    public static string Locate(string? given, CommandEnvironment environment, string? near = null)
    {
        if (given is not null)
        {
            var path = environment.FullPath(given);
            return Directory.Exists(path) ? path : throw CommandException.UsageError($"The folder {given} does not exist.");
        }

        return Upward(near)
            ?? Upward(environment.CurrentDirectory)
            ?? In(environment.ProgramDirectory)
            ?? throw CommandException.UsageError($"No folder {Name} was found in or above the current folder, or next to the program. Specify the folder of the rules.");
    }

    private static string? Upward(string? folder) => folder is null ? null : In(folder) ?? Upward(Path.GetDirectoryName(folder));

    private static string? In(string folder)
    {
        var path = Path.Combine(folder, Name);
        return Directory.Exists(path) ? path : null;
    }
}
