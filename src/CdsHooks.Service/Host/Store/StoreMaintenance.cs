using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Host.Store;

/// <summary>Opens both parts of the store in parallel with the startup, retries one that is unavailable, and removes expired tokens.</summary>
internal sealed partial class StoreMaintenance(
    StoreAccess records,
    [FromKeyedServices(StorePart.Tokens)] StoreAccess tokens,
    TokenUses uses,
    StoreState state,
    IOptions<StoreOptions> options,
    TimeProvider clock,
    Func<Guid> nextUuid,
    ILogger<StoreMaintenance> logger) : BackgroundService
{
    // 8 kB: about what feedback of some cards takes, so that a disk with too little space shows.
    private const int ProbeUuids = 256;

    // A durable write also empties SQLite's log of what was written since the last one.
    private static readonly TimeSpan BetweenRounds = TimeSpan.FromSeconds(15);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        KeepUpAsync(StorePart.Records, token => ProbeAsync(records, ["decision", "feedback"], token), stoppingToken),
        KeepUpAsync(StorePart.Tokens, MaintainTokensAsync, stoppingToken));

    private async Task KeepUpAsync(StorePart part, Func<CancellationToken, Task> round, CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(options.Value.RetryMilliseconds), clock);
        long? doneAt = null;
        do
        {
            if (doneAt is null || state.CauseOf(part) is not null || clock.GetElapsedTime(doneAt.Value) >= BetweenRounds)
            {
                await TryAsync(round, stoppingToken);
                doneAt = clock.GetTimestamp();
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task MaintainTokensAsync(CancellationToken cancellationToken)
    {
        await uses.SweepAsync(cancellationToken);
        await ProbeAsync(tokens, ["token_use"], cancellationToken);
    }

    /// <summary>Writes without changing anything: only that shows whether the store accepts writes again.</summary>
    /// <remarks>A table may be locked, or the user may lack a right to it, so each is named; a disk may be full, so something new is written that no database can compress.</remarks>
    private Task ProbeAsync(StoreAccess store, IReadOnlyList<string> tables, CancellationToken cancellationToken) => store.WriteAsync(
        async (connection, token) =>
        {
            foreach (var table in tables)
            {
                await connection.ExecuteAsync($"DELETE FROM {table} WHERE 1 = 0", [], token);
            }

            var content = string.Concat(Enumerable.Range(0, ProbeUuids).Select(_ => nextUuid().ToString("N")));
            return await connection.ExecuteAsync(
                "INSERT INTO store_probe (id, content) VALUES (1, @content) ON CONFLICT (id) DO UPDATE SET content = excluded.content", [("@content", content)], token);
        },
        cancellationToken);

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "A failure of the maintenance must not stop the service.")]
    private async Task TryAsync(Func<CancellationToken, Task> round, CancellationToken stoppingToken)
    {
        try
        {
            await round(stoppingToken);
        }
        catch (StoreUnavailableException)
        {
            // StoreState has logged it.
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            Log.Failed(logger, exception.GetType().FullName, exception.StackTrace);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1703, LogLevel.Error, "Maintenance of the store failed with {ExceptionType} at {StackTrace}")]
        public static partial void Failed(ILogger logger, string? exceptionType, string? stackTrace);
    }
}
