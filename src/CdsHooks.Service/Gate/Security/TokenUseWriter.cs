using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using CdsHooks.Service.Host.Store;
using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Gate.Security;

/// <summary>
/// Writes the uses of tokens to their own part of the store, all that have come together at once, and keeps those that it could not write until
/// it can: a call waits for a bounded time only.
/// </summary>
internal sealed partial class TokenUseWriter(
    TokenUses uses,
    UncheckedUses uncheckedUses,
    StoreState state,
    IOptions<StoreOptions> storeOptions,
    IOptions<SecurityOptions> options,
    TimeProvider clock,
    Func<Guid> nextUuid,
    ILogger<TokenUseWriter> logger) : BackgroundService
{
    private const int MaxBatch = 256;

    private readonly Channel<WaitingUse> _arrivals = Channel.CreateUnbounded<WaitingUse>(new UnboundedChannelOptions { SingleReader = true });
    private readonly TaskCompletionSource _ending = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TimeSpan _patience = TimeSpan.FromMilliseconds(storeOptions.Value.TokenUseMilliseconds);
    private readonly TimeSpan _retry = TimeSpan.FromMilliseconds(storeOptions.Value.RetryMilliseconds);
    private readonly TimeSpan _flush = TimeSpan.FromMilliseconds(storeOptions.Value.CommandMilliseconds);

    // Uses that a write has failed for. Only the background task touches it.
    private readonly Queue<WaitingUse> _kept = [];

    private int _waiting;
    private volatile bool _hasFailed;

    /// <summary>Records the use of a token, within <see cref="StoreOptions.TokenUseMilliseconds"/>.</summary>
    /// <param name="issuer">The token's issuer (<c>iss</c>).</param>
    /// <param name="tokenId">The token's id (<c>jti</c>).</param>
    /// <param name="until">The instant from which on the token is no longer accepted.</param>
    /// <param name="cancellationToken">Cancelled when the client disconnects; the use is recorded all the same.</param>
    /// <returns>The first use, a repeated one, or unknown: then the store gets it later, if there is room to keep it.</returns>
    public async ValueTask<TokenUse> UseAsync(string issuer, string tokenId, DateTimeOffset until, CancellationToken cancellationToken)
    {
        WaitingUse use = new(new UsedToken(nextUuid(), UsedToken.HashOf(issuer, tokenId), until));
        if (!TryQueue(use))
        {
            uncheckedUses.AcceptWithoutKeeping(until);
            return TokenUse.Unknown;
        }

        if (!_hasFailed || state.CauseOf(StorePart.Tokens) is null)
        {
            try
            {
                return await use.Settled.WaitAsync(_patience, clock, cancellationToken);
            }
            catch (TimeoutException)
            {
                // Goes on unchecked.
            }
        }

        uncheckedUses.Accept(use);
        return await use.Settled;
    }

    /// <summary>Writes what still waits, for a bounded time.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _arrivals.Writer.TryComplete();
        _ending.TrySetResult();
        if (ExecuteTask is { } writing)
        {
            await Task.WhenAny(writing, Task.Delay(_flush, clock, cancellationToken));
        }

        await base.StopAsync(cancellationToken);
        if (uncheckedUses.Count is > 0 and var lost)
        {
            Log.Lost(logger, lost);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (_kept.Count > 0 || await _arrivals.Reader.WaitToReadAsync(stoppingToken))
            {
                // At first it is retried at once: a connection may have been lost, and the next one is good.
                var isFirstFailure = !_hasFailed;
                if (NextBatch() is { Count: > 0 } batch && !await TryWriteAsync(batch, stoppingToken) && !isFirstFailure)
                {
                    if (_ending.Task.IsCompleted)
                    {
                        return;
                    }

                    await Task.WhenAny(Task.Delay(_retry, clock, stoppingToken), _ending.Task);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The end of the process. StopAsync says what is lost.
        }
    }

    private bool TryQueue(WaitingUse use)
    {
        if (Interlocked.Increment(ref _waiting) <= options.Value.MaxWaitingTokens && _arrivals.Writer.TryWrite(use))
        {
            return true;
        }

        Interlocked.Decrement(ref _waiting);
        return false;
    }

    /// <summary>Takes the uses whose calls wait, then kept ones.</summary>
    private List<WaitingUse> NextBatch()
    {
        List<WaitingUse> batch = [];
        List<WaitingUse> expired = [];
        while (batch.Count < MaxBatch && _arrivals.Reader.TryRead(out var arrival))
        {
            batch.Add(arrival);
        }

        var now = clock.GetUtcNow();
        while (batch.Count < MaxBatch && _kept.TryDequeue(out var kept))
        {
            (kept.Token.Until <= now ? expired : batch).Add(kept);
        }

        if (expired.Count > 0)
        {
            Interlocked.Add(ref _waiting, -expired.Count);
            uncheckedUses.Drop(expired, isExpired: true);
        }

        return batch;
    }

    /// <summary>Writes a batch, or keeps it.</summary>
    /// <returns>False when the store is unavailable.</returns>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Uses that cannot be written must not stop the service.")]
    private async Task<bool> TryWriteAsync(List<WaitingUse> batch, CancellationToken stoppingToken)
    {
        try
        {
            var first = await uses.WriteAsync([.. batch.Select(use => use.Token)], stoppingToken);
            _hasFailed = false;
            Interlocked.Add(ref _waiting, -batch.Count);
            uncheckedUses.Settle(batch, first);
            return true;
        }
        catch (StoreUnavailableException)
        {
            // StoreState has logged it.
            _hasFailed = true;
            foreach (var use in batch)
            {
                uncheckedUses.Accept(use);
                _kept.Enqueue(use);
            }

            return false;
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            Log.Failed(logger, batch.Count, exception.GetType().FullName, exception.StackTrace);
            Interlocked.Add(ref _waiting, -batch.Count);
            uncheckedUses.Drop(batch, isExpired: false);
            return true;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1615, LogLevel.Error, "{Count} uses of tokens cannot be recorded: {ExceptionType} at {StackTrace}")]
        public static partial void Failed(ILogger logger, int count, string? exceptionType, string? stackTrace);

        [LoggerMessage(1616, LogLevel.Error, "{Count} tokens were accepted that the store does not have: the process ended before it was available again")]
        public static partial void Lost(ILogger logger, int count);
    }
}
