using System.Diagnostics.CodeAnalysis;
using CdsHooks.Service.Hooks.Decisions;
using CdsHooks.Service.Hooks.Feedback;
using CdsHooks.Service.Host.Hosting;
using CdsHooks.Service.Host.Store;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Hooks.Export;

/// <summary>The command <c>store</c> of the service's executable: export and import, also while the service runs.</summary>
internal static class StoreCommand
{
    private const int Success = 0;
    private const int Findings = 1;
    private const int UsageError = 2;
    private const int CouldNotRun = 3;
    private const int MaxReported = 20;

    /// <summary>Runs the command.</summary>
    /// <param name="args">The arguments after <c>store</c>.</param>
    /// <returns>The exit code.</returns>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "A stack trace may contain values and must not be shown.")]
    public static async Task<int> RunAsync(string[] args)
    {
        if (args is ["--help" or "-h"])
        {
            await Console.Out.WriteLineAsync(StoreArguments.Usage);
            return Success;
        }

        if (StoreArguments.Parse(args, out var issue) is not { } arguments)
        {
            await Console.Error.WriteLineAsync($"{issue}\n\n{StoreArguments.Usage}");
            return UsageError;
        }

        using CancellationTokenSource interrupted = new();
        Console.CancelKeyPress += (_, press) =>
        {
            press.Cancel = true;
            interrupted.Cancel();
        };
        try
        {
            return await RunAsync(arguments, interrupted.Token);
        }
        catch (Exception exception)
        {
            await Console.Error.WriteLineAsync(exception switch
            {
                StoreUnavailableException or OptionsValidationException or IOException or UnauthorizedAccessException => exception.Message,
                OperationCanceledException => "Interrupted.",
                _ => $"It failed: {exception.GetType().FullName}.",
            });
            return CouldNotRun;
        }
    }

    private static async Task<int> RunAsync(StoreArguments arguments, CancellationToken cancellationToken)
    {
        if (HostRun.NewBuilder([.. arguments.Configuration]) is not { } builder)
        {
            return CouldNotRun;
        }

        // Standard output belongs to the lines.
        builder.Logging.ClearProviders();

        // In Development the container would insist on what only the service needs.
        builder.Host.UseDefaultServiceProvider(container => container.ValidateOnBuild = false);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddOptions<FeedbackOptions>().BindConfiguration(FeedbackOptions.Section);
        builder.Services.AddSingleton<DecisionLog>();
        builder.Services.AddSingleton<FeedbackLog>();
        builder.AddStore();
        await using var app = builder.Build();
        var (decisions, feedback) = (app.Services.GetRequiredService<DecisionLog>(), app.Services.GetRequiredService<FeedbackLog>());
        if (arguments.IsImport)
        {
            return await ImportAsync(arguments.Subject, decisions, feedback, cancellationToken);
        }

        RequireFile(app.Services.GetRequiredService<IOptions<StoreOptions>>().Value, app.Environment.ContentRootPath);
        StoreExport export = new(decisions, feedback);
        Func<DecisionRecord, byte[]> lineOf = arguments.AsGuidanceResponses ? GuidanceResponses.Write : StoreLines.Write;
        var count = await WriteAsync(arguments.Output, output => arguments.Subject is "decisions"
            ? export.WriteDecisionsAsync(arguments.Since, lineOf, output, cancellationToken)
            : export.WriteFeedbackAsync(arguments.Since, output, cancellationToken));
        await Console.Error.WriteLineAsync($"{count} lines.");
        return Success;
    }

    private static async Task<int> ImportAsync(string path, DecisionLog decisions, FeedbackLog feedback, CancellationToken cancellationToken)
    {
        var reported = 0;
        StoreImport import = new(decisions, feedback, (line, issue) =>
        {
            if (reported++ < MaxReported)
            {
                Console.Error.WriteLine($"line {line}: {issue}.");
            }
        });
        await using (var file = path is "-" ? Console.OpenStandardInput() : File.OpenRead(path))
        {
            await import.RunAsync(file, cancellationToken);
        }

        if (reported > MaxReported)
        {
            await Console.Error.WriteLineAsync($"{reported - MaxReported} more lines are not right.");
        }

        await Console.Error.WriteLineAsync($"{import.Added} lines added, {import.Known} already there, {import.Rejected} not imported.");
        return import.Rejected == 0 ? Success : Findings;
    }

    /// <summary>Writes to standard output, or to a file that only this user may read, and that is there only when it is whole.</summary>
    private static async Task<long> WriteAsync(string? path, Func<Stream, Task<long>> write)
    {
        if (path is null)
        {
            await using var output = new BufferedStream(Console.OpenStandardOutput(), 64 * 1024);
            return await write(output);
        }

        var part = path + ".part";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        long count;
        await using (FileStream file = new(part, options))
        {
            count = await write(file);
        }

        File.Move(part, path, overwrite: true);
        return count;
    }

    /// <summary>Rejects a file of SQLite that does not exist: an export of a mistyped path must not look like one of an empty store.</summary>
    private static void RequireFile(StoreOptions options, string root)
    {
        if (StoreAddress.ProviderOf(options) is StoreProvider.Sqlite
            && !File.Exists(Path.GetFullPath(new SqliteConnectionStringBuilder(options.ConnectionString).DataSource, root)))
        {
            throw new IOException("The store's file does not exist: Store:ConnectionString names it.");
        }
    }
}
