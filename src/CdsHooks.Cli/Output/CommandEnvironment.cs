namespace CdsHooks.Cli.Output;

/// <summary>The environment of a command, which tests can replace.</summary>
/// <param name="Screen">The output.</param>
/// <param name="CurrentDirectory">The folder at which relative paths and the search for the knowledge folder start.</param>
/// <param name="ProgramDirectory">The folder of the program.</param>
/// <param name="Variable">Reads an environment variable; null when it is not set.</param>
/// <param name="Clock">The clock.</param>
internal sealed record CommandEnvironment(
    Screen Screen,
    string CurrentDirectory,
    string ProgramDirectory,
    Func<string, string?> Variable,
    TimeProvider Clock)
{
    public static CommandEnvironment OfProcess() => new(
        Screen.OfProcess(),
        Environment.CurrentDirectory,
        AppContext.BaseDirectory,
        Environment.GetEnvironmentVariable,
        TimeProvider.System);

    /// <summary>Makes a path absolute.</summary>
    public string FullPath(string path) => Path.GetFullPath(path, CurrentDirectory);
}
