using System.Security.Cryptography;
using System.Text;
using CdsHooks.Service.Host.Store;
using CdsHooks.Service.Host.Telemetry;

namespace CdsHooks.Service.Gate.Security;

/// <summary>
/// Lets each token in once. The store knows those that came to any instance, before and after a restart; this instance knows its
/// own, so that while the store is away at least those are refused, and an alarm says that no more can be.
/// </summary>
internal sealed partial class ReplayGuard(ITokenUses uses, CallMetrics metrics, TimeProvider clock, ILogger<ReplayGuard> logger)
{
    private const int MaxKept = 200_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<UInt128, DateTimeOffset> _kept = [];
    private DateTimeOffset _sweepAt = DateTimeOffset.MinValue;
    private int _isAlone;

    /// <summary>Notes the use of a token whose signature is good.</summary>
    /// <param name="issuer">Who issued it.</param>
    /// <param name="tokenId">Its id.</param>
    /// <param name="until">From when on nobody takes it any more.</param>
    /// <param name="cancellationToken">Cancelled when the client goes away.</param>
    /// <returns>False when it was used before.</returns>
    public async ValueTask<bool> IsFirstUseAsync(string issuer, string tokenId, DateTimeOffset until, CancellationToken cancellationToken)
    {
        if (!Keep(Digest(issuer, tokenId), until))
        {
            return false;
        }

        var use = await uses.UseAsync(issuer, tokenId, until, cancellationToken);
        Tell(use);
        return use is not TokenUse.Again;
    }

    private static UInt128 Digest(string issuer, string tokenId)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{issuer}\n{tokenId}"), hash);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }

    private bool Keep(UInt128 digest, DateTimeOffset until)
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            if (now >= _sweepAt || _kept.Count >= MaxKept)
            {
                Sweep(now);
                _sweepAt = now.AddMinutes(1);
            }

            return _kept.TryAdd(digest, until);
        }
    }

    /// <summary>Forgets what has expired; and all, where so many are kept that memory would suffer.</summary>
    private void Sweep(DateTimeOffset now)
    {
        foreach (var (digest, _) in _kept.Where(one => one.Value <= now).ToList())
        {
            _kept.Remove(digest);
        }

        if (_kept.Count >= MaxKept)
        {
            Log.Forgotten(logger, _kept.Count);
            _kept.Clear();
        }
    }

    private void Tell(TokenUse use)
    {
        var alone = use is TokenUse.Unknown;
        if (alone)
        {
            metrics.CountUnguarded();
        }

        if (Interlocked.Exchange(ref _isAlone, alone ? 1 : 0) == (alone ? 1 : 0))
        {
            return;
        }

        if (alone)
        {
            Log.Alone(logger);
        }
        else
        {
            Log.Together(logger);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1610, LogLevel.Error, "The store is away: a token that was used at another instance, or before the last start, would be let in again")]
        public static partial void Alone(ILogger logger);

        [LoggerMessage(1611, LogLevel.Information, "The store is back: used tokens are refused everywhere")]
        public static partial void Together(ILogger logger);

        [LoggerMessage(1612, LogLevel.Error, "{Count} tokens of this instance's own are no longer remembered: too many are in use at once")]
        public static partial void Forgotten(ILogger logger, int count);
    }
}
