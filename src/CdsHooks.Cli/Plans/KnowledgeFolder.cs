using CdsHooks.Cli.Output;

namespace CdsHooks.Cli.Plans;

/// <summary>Finds the folder of the rules.</summary>
internal static class KnowledgeFolder
{
    public const string Name = "fhir-profiles";

    /// <summary>Gives the folder that was named, else the nearest one upward from where the work is, else the one beside the program.</summary>
    /// <param name="given">What the caller named; null for nothing.</param>
    /// <param name="surroundings">Where the program runs.</param>
    /// <param name="near">A folder to start the search from before the current one; null for none.</param>
    /// <returns>The full path of a folder that exists.</returns>
    /// <exception cref="CommandException">There is no such folder.</exception>
    public static string Locate(string? given, Surroundings surroundings, string? near = null)
    {
        if (given is not null)
        {
            var path = surroundings.FullPath(given);
            return Directory.Exists(path) ? path : throw CommandException.WrongUse($"There is no folder {given}.");
        }

        return Upward(near)
            ?? Upward(surroundings.CurrentDirectory)
            ?? In(surroundings.ProgramDirectory)
            ?? throw CommandException.WrongUse($"No folder {Name} was found here, above, or beside the program. Name the folder of the rules.");
    }

    private static string? Upward(string? start)
    {
        for (var folder = start; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (In(folder) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private static string? In(string folder)
    {
        var path = Path.Combine(folder, Name);
        return Directory.Exists(path) ? path : null;
    }
}
