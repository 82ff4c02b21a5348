namespace CdsHooks.Cli.Output;

/// <summary>What a command takes from the process it runs in, so that tests can give it something else.</summary>
/// <param name="Screen">Where it writes.</param>
/// <param name="CurrentDirectory">Where relative paths start, and where the search for the knowledge folder does.</param>
/// <param name="ProgramDirectory">Where the program lies.</param>
/// <param name="Variable">Reads an environment variable; null when it is not set.</param>
/// <param name="Clock">The present.</param>
internal sealed record Surroundings(
    Screen Screen,
    string CurrentDirectory,
    string ProgramDirectory,
    Func<string, string?> Variable,
    TimeProvider Clock)
{
    public static Surroundings OfProcess() => new(
        Screen.OfProcess(),
        Environment.CurrentDirectory,
        AppContext.BaseDirectory,
        Environment.GetEnvironmentVariable,
        TimeProvider.System);

    /// <summary>Makes a path absolute.</summary>
    public string FullPath(string path) => Path.GetFullPath(path, CurrentDirectory);
}
