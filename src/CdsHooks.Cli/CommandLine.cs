using System.CommandLine;
using System.CommandLine.Invocation;
using System.Diagnostics.CodeAnalysis;
using CdsHooks.Cli.Commands;
using CdsHooks.Cli.Output;
using CdsHooks.Workbench;

namespace CdsHooks.Cli;

/// <summary>The command line: its commands, and the handling of errors.</summary>
internal static class CommandLine
{
    private const string Description = """
        Checks, explains and tests the rules by which orders are reviewed, and deployments of the service.

        Start with:
          cdshooks check      find errors in the rules
          cdshooks explain    describe the rules in plain words
          cdshooks doctor     check a deployment from outside

        Exit codes: 0 success, 1 findings, 2 usage error, 3 could not run.
        """;

    public static int Run(IReadOnlyList<string> args, CommandEnvironment environment)
    {
        var parsed = Root(environment).Parse(args.Count == 0 ? ["--help"] : args);
        if (parsed.Action is ParseErrorAction)
        {
            return Reject(parsed, environment);
        }

        var exitCode = Guarded(environment, () => parsed.Invoke(new InvocationConfiguration
        {
            Output = environment.Screen.Output,
            Error = environment.Screen.Error,
            EnableDefaultExceptionHandler = false,
        }));
        return args.Count == 0 ? ExitCodes.UsageError : exitCode;
    }

    private static RootCommand Root(CommandEnvironment environment) => new(Description)
    {
        CheckCommand.Create(environment),
        ExplainCommand.Create(environment),
        AssessCommand.Create(environment),
        TestCommand.Create(environment),
        ShadowReportCommand.Create(environment),
        CohortCommand.Create(environment),
        SimulateCommand.Create(environment),
        DoctorCommand.Create(environment),
    };

    private static int Reject(ParseResult parsed, CommandEnvironment environment)
    {
        foreach (var error in parsed.Errors)
        {
            environment.Screen.WriteError(error.Message);
        }

        List<string> names = [];
        for (var result = parsed.CommandResult; result is not null; result = result.Parent as System.CommandLine.Parsing.CommandResult)
        {
            names.Insert(0, result.Parent is null ? "cdshooks" : result.Command.Name);
        }

        environment.Screen.Error.WriteLine($"'{string.Join(' ', names)} --help' shows the usage.");
        return ExitCodes.UsageError;
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "A stack trace may contain values from a chart and must not be shown.")]
    private static int Guarded(CommandEnvironment environment, Func<int> run)
    {
        try
        {
            return run();
        }
        catch (CommandException exception)
        {
            environment.Screen.WriteError(exception.Message);
            return exception.ExitCode;
        }
        catch (InvalidInputException exception)
        {
            environment.Screen.WriteError(exception.Message);
            return ExitCodes.UsageError;
        }
        catch (UnusableRulesException exception)
        {
            environment.Screen.WriteError(exception.Message + (exception.Errors.Count > 0 ? " 'cdshooks check' lists them all." : string.Empty));
            return ExitCodes.CouldNotRun;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            environment.Screen.WriteError(exception.Message);
            return ExitCodes.CouldNotRun;
        }
        catch (Exception exception)
        {
            environment.Screen.WriteError($"Unexpected error: {exception.GetType().Name}. Please report it with the command that caused it.");
            return ExitCodes.CouldNotRun;
        }
    }
}
