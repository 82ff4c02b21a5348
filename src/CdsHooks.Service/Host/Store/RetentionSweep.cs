using System.Diagnostics.CodeAnalysis;
using CdsHooks.Service.Host.Telemetry;

namespace CdsHooks.Service.Host.Store;

/// <summary>Sweeps the store at the start and every few minutes.</summary>
internal sealed partial class RetentionSweep(Retention retention, ServiceMetrics metrics, TimeProvider clock, ILogger<RetentionSweep> logger) : BackgroundService
{
    private static readonly TimeSpan BetweenSweeps = TimeSpan.FromMinutes(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(BetweenSweeps, clock);
        do
        {
            await SweepAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "A failure of the sweep must not stop the service.")]
    private async Task SweepAsync(CancellationToken stoppingToken)
    {
        try
        {
            foreach (var (table, old, beyond) in await retention.SweepAsync(stoppingToken))
            {
                metrics.CountRemoved(table, "age", old);
                metrics.CountRemoved(table, "number", beyond);
                if (beyond > 0)
                {
                    Log.Beyond(logger, table, beyond);
                }

                if (old > 0)
                {
                    Log.Removed(logger, table, old);
                }
            }
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
        [LoggerMessage(1750, LogLevel.Information, "Removed {Count} rows of {Table} from the store: they were too old (Retention)")]
        public static partial void Removed(ILogger logger, string table, int count);

        [LoggerMessage(1751, LogLevel.Warning, "Removed {Count} rows of {Table} from the store before their time: there were too many (Retention)")]
        public static partial void Beyond(ILogger logger, string table, int count);

        [LoggerMessage(1752, LogLevel.Error, "Removing old rows from the store failed with {ExceptionType} at {StackTrace}")]
        public static partial void Failed(ILogger logger, string? exceptionType, string? stackTrace);
    }
}
