using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace CdsHooks.Service.Host.Store;

/// <summary>The tokens that have been used, in the store, as hashes: a token's id is of no use to anyone who reads it.</summary>
internal sealed class TokenUses(StoreAccess store, StoreState state, IOptions<StoreOptions> options, TimeProvider clock) : ITokenUses
{
    // Longer than any difference between clocks that is tolerated.
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(15);

    // Not durable at once: a power cut may cost the last moment's uses, and each call would pay for a flush.
    private readonly StoreUse _use = new(IsWrite: true, IsDurable: false, TimeSpan.FromMilliseconds(options.Value.TokenUseMilliseconds));

    public async ValueTask<TokenUse> UseAsync(string issuer, string tokenId, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        if (state.Cause is not null)
        {
            // StoreKeeper tries it again; calls do not queue for that.
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
        catch (StoreAwayException)
        {
            return TokenUse.Unknown;
        }
    }

    /// <summary>Forgets tokens that nobody would accept any more.</summary>
    /// <exception cref="StoreAwayException">The store is away.</exception>
    public Task SweepAsync(CancellationToken cancellationToken) => store.WriteAsync(
        (connection, token) => connection.ExecuteAsync(
            "DELETE FROM token_use WHERE expires_at < @before", [("@before", (clock.GetUtcNow() - Grace).ToUnixTimeMilliseconds())], token),
        cancellationToken);

    /// <summary>The issuer's length stands before it, so that no other pair of texts makes the same whole.</summary>
    private static string HashOf(string issuer, string tokenId) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{issuer.Length}:{issuer}{tokenId}"))));
}
