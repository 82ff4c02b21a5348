using CdsHooks.Cli;
using CdsHooks.Cli.Output;
using CdsHooks.Tests.Architecture;

namespace CdsHooks.Tests.Cli;

/// <summary>One call of the command line, in this process, from the root of the repository.</summary>
internal sealed record CliRun(int ExitCode, string Output, string Error)
{
    public static CliRun Of(params string[] args) => At(width: null, args);

    /// <summary>As <see cref="Of"/>, on a terminal of that width.</summary>
    public static CliRun At(int? width, params string[] args) => In(new FolderAndWidth(Repository.Root, width), args);

    public static CliRun In(FolderAndWidth place, params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var environment = new CommandEnvironment(
            new Screen(output, error, place.Width), place.Folder, place.Folder, _ => null, new NoonClock());
        var exitCode = CommandLine.Run(args, environment);
        return new CliRun(exitCode, output.ToString().ReplaceLineEndings("\n"), error.ToString().ReplaceLineEndings("\n"));
    }

    internal sealed record FolderAndWidth(string Folder, int? Width = null);

    private sealed class NoonClock : TimeProvider
    {
        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

        public override DateTimeOffset GetUtcNow() => new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
    }
}
