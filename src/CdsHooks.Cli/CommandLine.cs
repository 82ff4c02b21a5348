using System.CommandLine;
using System.CommandLine.Invocation;
using System.Diagnostics.CodeAnalysis;
using CdsHooks.Cli.Commands;
using CdsHooks.Cli.Output;

namespace CdsHooks.Cli;

/// <summary>The program: its verbs, and what becomes of wrong use and of issues.</summary>
internal static class CommandLine
{
    private const string Description = """
        Checks, explains and tries out the rules by which orders are reviewed.

        Start with:
          cdshooks check      are the rules in order?
          cdshooks explain    what do they say, in plain words?

        Exit codes: 0 fine, 1 findings, 2 wrong use, 3 could not run.
        """;

    public static int Run(IReadOnlyList<string> args, Surroundings surroundings)
    {
        var parsed = Root(surroundings).Parse(args.Count == 0 ? ["--help"] : args);
        if (parsed.Action is ParseErrorAction)
        {
            return Reject(parsed, surroundings);
        }

        var exitCode = Guarded(surroundings, () => parsed.Invoke(new InvocationConfiguration
        {
            Output = surroundings.Screen.Output,
            Error = surroundings.Screen.Error,
            EnableDefaultExceptionHandler = false,
        }));
        return args.Count == 0 ? ExitCodes.WrongUse : exitCode;
    }

    private static RootCommand Root(Surroundings surroundings) => new(Description)
    {
        CheckCommand.Create(surroundings),
        ExplainCommand.Create(surroundings),
        AssessCommand.Create(surroundings),
        TestCommand.Create(surroundings),
    };

    private static int Reject(ParseResult parsed, Surroundings surroundings)
    {
        foreach (var error in parsed.Errors)
        {
            surroundings.Screen.WriteError(error.Message);
        }

        List<string> names = [];
        for (var result = parsed.CommandResult; result is not null; result = result.Parent as System.CommandLine.Parsing.CommandResult)
        {
            names.Insert(0, result.Parent is null ? "cdshooks" : result.Command.Name);
        }

        surroundings.Screen.Error.WriteLine($"'{string.Join(' ', names)} --help' shows how it is used.");
        return ExitCodes.WrongUse;
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "A stack trace may hold values from a chart; none is ever shown.")]
    private static int Guarded(Surroundings surroundings, Func<int> run)
    {
        try
        {
            return run();
        }
        catch (CommandException exception)
        {
            surroundings.Screen.WriteError(exception.Message);
            return exception.ExitCode;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            surroundings.Screen.WriteError(exception.Message);
            return ExitCodes.CouldNotRun;
        }
        catch (Exception exception)
        {
            surroundings.Screen.WriteError($"This should not have happened: {exception.GetType().Name}. Please report the command that led to it.");
            return ExitCodes.CouldNotRun;
        }
    }
}
