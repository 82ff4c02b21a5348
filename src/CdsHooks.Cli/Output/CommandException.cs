using System.Diagnostics.CodeAnalysis;

namespace CdsHooks.Cli.Output;

/// <summary>Ends a command with one line for the user.</summary>
/// <remarks>The message names the file or option and its issue, and never contains patient data.</remarks>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "The message is required.")]
[SuppressMessage("Roslynator", "RCS1194:Implement exception constructors", Justification = "The message is required.")]
internal sealed class CommandException(string message, int exitCode = ExitCodes.CouldNotRun) : Exception(message)
{
    public int ExitCode => exitCode;

    /// <summary>Creates a usage error.</summary>
    public static CommandException UsageError(string message) => new(message, ExitCodes.UsageError);
}

/// <summary>The exit codes of the program.</summary>
internal static class ExitCodes
{
    public const int Success = 0;

    /// <summary>The command ran and has findings.</summary>
    public const int Findings = 1;

    /// <summary>Usage error: an unknown option, or a file that does not exist or is not valid.</summary>
    public const int UsageError = 2;

    /// <summary>The command could not run: the rules have errors, or a file cannot be read.</summary>
    public const int CouldNotRun = 3;
}
