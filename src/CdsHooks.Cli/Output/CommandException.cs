namespace CdsHooks.Cli.Output;

/// <summary>Ends a command with one line for the person who called it.</summary>
/// <remarks>The message names the file or option and what is wrong with it; never anything from a patient's chart.</remarks>
internal sealed class CommandException : Exception
{
    public CommandException()
        : this("The command could not be run.")
    {
    }

    public CommandException(string message)
        : this(ExitCodes.CouldNotRun, message)
    {
    }

    public CommandException(string message, Exception innerException)
        : base(message, innerException) => ExitCode = ExitCodes.CouldNotRun;

    public CommandException(int exitCode, string message)
        : base(message) => ExitCode = exitCode;

    public int ExitCode { get; }

    /// <summary>The command was called wrongly.</summary>
    public static CommandException WrongUse(string message) => new(ExitCodes.WrongUse, message);
}
