using CdsHooks.Service.Host.Store;
using CdsHooks.Service.Host.Telemetry;

namespace CdsHooks.Service.Gate.Security;

/// <summary>
/// Keeps count of the tokens that were accepted unchecked, because the store was unavailable or too slow, and says when that begins and what
/// came of it. As long as the store lacks one of them, it is not available again.
/// </summary>
internal sealed partial class UncheckedUses(StoreState state, ServiceMetrics metrics, TimeProvider clock, ILogger<UncheckedUses> logger)
{
    private readonly Lock _gate = new();
    private int _count;
    private bool _isReported;
    private int _notKept;
    private DateTimeOffset _notKeptUntil;

    /// <summary>Gets the number of those that the store lacks.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Lets a call go on without the store, unless its use has been settled.</summary>
    public void Accept(WaitingUse use)
    {
        lock (_gate)
        {
            if (use.TrySettle(TokenUse.Unknown))
            {
                _count++;
                Report();
            }
        }
    }

    /// <summary>Lets a call go on although its use cannot be kept until the store is available again.</summary>
    public void AcceptWithoutKeeping(DateTimeOffset until)
    {
        lock (_gate)
        {
            _notKept++;
            _notKeptUntil = until > _notKeptUntil ? until : _notKeptUntil;
            metrics.CountTokens(1, "not-kept");
            Report();
        }
    }

    /// <summary>Settles uses that the store now has.</summary>
    /// <param name="uses">The uses.</param>
    /// <param name="first">The ids of those that were the first use of their token.</param>
    public void Settle(IReadOnlyList<WaitingUse> uses, IReadOnlySet<Guid> first)
    {
        lock (_gate)
        {
            var usedElsewhere = 0;
            foreach (var use in uses)
            {
                var isFirst = first.Contains(use.Token.Id);
                if (!use.TrySettle(isFirst ? TokenUse.First : TokenUse.Again))
                {
                    _count--;
                    usedElsewhere += isFirst ? 0 : 1;
                }
            }

            if (usedElsewhere > 0)
            {
                metrics.CountTokens(usedElsewhere, "used-elsewhere");
                Log.UsedElsewhere(logger, usedElsewhere);
            }

            EndIfNoneIsLeft();
        }
    }

    /// <summary>Drops uses that the store will never have.</summary>
    /// <param name="uses">The uses.</param>
    /// <param name="isExpired">True when their tokens have expired, so that nothing is lost.</param>
    public void Drop(IReadOnlyList<WaitingUse> uses, bool isExpired)
    {
        lock (_gate)
        {
            foreach (var use in uses)
            {
                if (!use.TrySettle(TokenUse.Unknown))
                {
                    _count--;
                }

                if (!isExpired)
                {
                    AcceptWithoutKeeping(use.Token.Until);
                }
            }

            EndIfNoneIsLeft();
        }
    }

    private void Report()
    {
        metrics.CountUnguarded();
        if (!_isReported)
        {
            _isReported = true;
            Log.Alone(logger);
        }

        state.MarkBehind(_count > 0);
    }

    private void EndIfNoneIsLeft()
    {
        state.MarkBehind(_count > 0);
        if (_count > 0 || !_isReported)
        {
            return;
        }

        _isReported = false;
        if (_notKept > 0 && _notKeptUntil > clock.GetUtcNow())
        {
            Log.NotKept(logger, _notKept);
        }
        else
        {
            Log.Together(logger);
        }

        _notKept = 0;
    }

    private static partial class Log
    {
        [LoggerMessage(1610, LogLevel.Error, "The store is unavailable or too slow: a token that was used at another instance, or before the last start, would be accepted again")]
        public static partial void Alone(ILogger logger);

        [LoggerMessage(1611, LogLevel.Information, "The store has every token that this instance accepted meanwhile: they are rejected by every instance that has the store")]
        public static partial void Together(ILogger logger);

        [LoggerMessage(1613, LogLevel.Error, "{Count} tokens that were accepted while the store was unavailable or too slow had been used before, at another instance or before the last start")]
        public static partial void UsedElsewhere(ILogger logger, int count);

        [LoggerMessage(1614, LogLevel.Error, "The store is available again, but {Count} tokens were accepted meanwhile that could not be kept for it: until they expire, another instance would accept them again")]
        public static partial void NotKept(ILogger logger, int count);
    }
}
