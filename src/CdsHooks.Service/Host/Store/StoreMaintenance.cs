using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Host.Store;

/// <summary>Opens the store in parallel with the startup, retries it while it is unavailable, and removes expired tokens.</summary>
internal sealed partial class StoreMaintenance(TokenUses tokens, StoreState state, IOptions<StoreOptions> options, TimeProvider clock, ILogger<StoreMaintenance> logger) : BackgroundService
{
    private static readonly TimeSpan BetweenSweeps = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(options.Value.RetryMilliseconds), clock);
        long? sweptAt = null;
        do
        {
            // Sweeping writes, so it also shows whether the store accepts writes again.
            if (sweptAt is null || state.Cause is not null || clock.GetElapsedTime(sweptAt.Value) >= BetweenSweeps)
            {
                await SweepAsync(stoppingToken);
                sweptAt = clock.GetTimestamp();
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "A failure of the maintenance must not stop the service.")]
    private async Task SweepAsync(CancellationToken stoppingToken)
    {
        try
        {
            await tokens.SweepAsync(stoppingToken);
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
