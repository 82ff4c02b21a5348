using System.Security.Cryptography;
using System.Text;

namespace CdsHooks.Service.Gate.Security;

/// <summary>
/// Accepts each token once. The store remembers the tokens of every instance across restarts. This instance also remembers its own:
/// while the store is unavailable, only those are rejected.
/// </summary>
internal sealed partial class ReplayGuard(TokenUseWriter uses, TimeProvider clock, ILogger<ReplayGuard> logger)
{
    private const int MaxKept = 200_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<UInt128, DateTimeOffset> _kept = [];
    private DateTimeOffset _sweepAt = DateTimeOffset.MinValue;

    /// <summary>Records the use of a token whose signature is valid.</summary>
    /// <param name="issuer">The token's issuer.</param>
    /// <param name="tokenId">The token's id.</param>
    /// <param name="until">The instant from which on the token is no longer accepted.</param>
    /// <param name="cancellationToken">Cancelled when the client disconnects.</param>
    /// <returns>False when the token was used before.</returns>
    public async ValueTask<bool> IsFirstUseAsync(string issuer, string tokenId, DateTimeOffset until, CancellationToken cancellationToken) =>
        Keep(Digest(issuer, tokenId), until) && await uses.UseAsync(issuer, tokenId, until, cancellationToken) is not TokenUse.Again;

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

    /// <summary>Forgets expired tokens; all tokens, when there are too many to keep in memory.</summary>
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

    private static partial class Log
    {
        [LoggerMessage(1612, LogLevel.Error, "{Count} tokens that this instance remembered are forgotten: too many are in use at once")]
        public static partial void Forgotten(ILogger logger, int count);
    }
}
