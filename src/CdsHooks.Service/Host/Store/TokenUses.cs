using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Host.Store;

/// <summary>Remembers used tokens across restarts and replicas, as hashes, so that the store reveals no token ids.</summary>
internal sealed class TokenUses(StoreAccess store, StoreState state, IOptions<StoreOptions> options, TimeProvider clock)
{
    // Longer than any difference between clocks that is tolerated.
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(15);

    // Not durable at once: a power failure may lose the last few uses, but durability would cost every call a flush.
    private readonly StoreUse _use = new(IsWrite: true, IsDurable: false, TimeSpan.FromMilliseconds(options.Value.TokenUseMilliseconds));

    /// <summary>Records the use of a token, within <see cref="StoreOptions.TokenUseMilliseconds"/>.</summary>
    /// <param name="issuer">The token's issuer (<c>iss</c>).</param>
    /// <param name="tokenId">The token's id (<c>jti</c>).</param>
    /// <param name="expiresAt">The token's expiry (<c>exp</c>); it is remembered some minutes longer, for clocks that differ.</param>
    /// <param name="cancellationToken">Cancelled when the client disconnects.</param>
    /// <returns>The first use, a repeated one, or unknown.</returns>
    public async ValueTask<TokenUse> UseAsync(string issuer, string tokenId, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        if (state.Cause is not null)
        {
            // StoreMaintenance retries it; calls do not wait for that.
            return TokenUse.Unknown;
        }

        try
        {
            var added = await store.RunAsync(
                _use,
                (connection, token) => connection.ExecuteAsync(
                    "INSERT INTO token_use (token, expires_at) VALUES (@token, @expires) ON CONFLICT DO NOTHING",
                    [("@token", HashOf(issuer, tokenId)), ("@expires", expiresAt.ToUnixTimeMilliseconds())],
                    token),
                cancellationToken);
            return added > 0 ? TokenUse.First : TokenUse.Again;
        }
        catch (StoreUnavailableException)
        {
            return TokenUse.Unknown;
        }
    }

    /// <summary>Removes expired tokens.</summary>
    /// <exception cref="StoreUnavailableException">The store is unavailable.</exception>
    public Task SweepAsync(CancellationToken cancellationToken) => store.WriteAsync(
        (connection, token) => connection.ExecuteAsync(
            "DELETE FROM token_use WHERE expires_at < @before", [("@before", (clock.GetUtcNow() - Grace).ToUnixTimeMilliseconds())], token),
        cancellationToken);

    /// <summary>Hashes a token's issuer and id. The length of the issuer comes first, so that no other pair yields the same input.</summary>
    private static string HashOf(string issuer, string tokenId) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{issuer.Length}:{issuer}{tokenId}"))));
}

/// <summary>The result of recording the use of a token.</summary>
internal enum TokenUse
{
    /// <summary>The token was not used before.</summary>
    First,

    /// <summary>The token was used before, at this or another replica.</summary>
    Again,

    /// <summary>The store is unavailable or too slow: earlier uses are not known.</summary>
    Unknown,
}
