using CdsHooks.Workbench;

namespace CdsHooks.Simulation.Shards;

/// <summary>Reads files of a pack. One that cannot be read is named as messages name it: the system's own message has its path.</summary>
internal static class PackAccess
{
    /// <summary>Reads.</summary>
    /// <param name="shown">The name of what is read, at the beginning of a sentence.</param>
    /// <param name="read">Reads it.</param>
    /// <exception cref="InvalidInputException">It is not there, or cannot be read.</exception>
    public static T Read<T>(string shown, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Issue(shown, exception);
        }
    }

    /// <summary>Says why something cannot be read.</summary>
    public static InvalidInputException Issue(string shown, Exception exception) => exception switch
    {
        FileNotFoundException or DirectoryNotFoundException => new InvalidInputException($"{shown} does not exist."),
        UnauthorizedAccessException => new InvalidInputException($"{shown} cannot be read: access is denied."),
        _ => new InvalidInputException($"{shown} cannot be read: the file system failed."),
    };
}
