using System.Diagnostics.CodeAnalysis;
using CdsHooks.Service.Host.Store;
using CdsHooks.Service.Host.Telemetry;
using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Hooks.Decisions;

/// <summary>Writes the queued decisions, several in one transaction, and keeps retrying while the store is unavailable.</summary>
internal sealed partial class DecisionWriter(
    DecisionRecorder recorder,
    DecisionLog log,
    ServiceMetrics metrics,
    IOptions<DecisionsOptions> options,
    IOptions<StoreOptions> storeOptions,
    TimeProvider clock,
    ILogger<DecisionWriter> logger) : BackgroundService
{
    private const int MaxBatch = 256;

    private readonly TimeSpan _gathering = TimeSpan.FromMilliseconds(options.Value.GatherMilliseconds);
    private readonly TimeSpan _retry = TimeSpan.FromMilliseconds(storeOptions.Value.RetryMilliseconds);
    private readonly TaskCompletionSource _ending = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Writes the remaining decisions, for a bounded time.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        recorder.Complete();
        _ending.TrySetResult();
        if (ExecuteTask is { } writing)
        {
            await Task.WhenAny(writing, Task.Delay(TimeSpan.FromMilliseconds(options.Value.FlushMilliseconds), clock, cancellationToken));
        }

        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        List<DecisionRecord> batch = [];
        try
        {
            while (await recorder.Waiting.WaitToReadAsync(stoppingToken))
            {
                await Task.WhenAny(Task.Delay(_gathering, clock, CancellationToken.None), _ending.Task);
                while (batch.Count < MaxBatch && recorder.Waiting.TryRead(out var decision))
                {
                    batch.Add(decision);
                }

                await WriteAsync(batch, stoppingToken);
                batch.Clear();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            var lost = batch.Count + (recorder.Waiting.CanCount ? recorder.Waiting.Count : 0);
            if (lost > 0)
            {
                metrics.CountDropped(lost);
                Log.Lost(logger, lost);
            }
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "A decision that cannot be written must not stop the service.")]
    private async Task WriteAsync(List<DecisionRecord> batch, CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                await log.WriteAsync(batch, stoppingToken);
                metrics.CountRecorded(batch.Count);
                return;
            }
            catch (StoreUnavailableException)
            {
                // StoreState has logged it.
                await Task.Delay(_retry, clock, stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                metrics.CountDropped(batch.Count);
                Log.Failed(logger, batch.Count, exception.GetType().FullName, exception.StackTrace);
                return;
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1810, LogLevel.Error, "{Count} decisions cannot be recorded: {ExceptionType} at {StackTrace}")]
        public static partial void Failed(ILogger logger, int count, string? exceptionType, string? stackTrace);

        [LoggerMessage(1811, LogLevel.Warning, "{Count} decisions were not recorded before the process ended: the store was unavailable or too slow")]
        public static partial void Lost(ILogger logger, int count);
    }
}
