using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;

namespace CdsHooks.Service.Host.Store;

/// <summary>Used tokens in the store, across restarts and replicas: as hashes, so that the store reveals no token ids.</summary>
internal sealed class TokenUses([FromKeyedServices(StorePart.Tokens)] StoreAccess store, TimeProvider clock)
{
    private const int SweptAtOnce = 1000;

    private const string Sweep = """
        DELETE FROM token_use WHERE token IN (SELECT token FROM token_use WHERE expires_at < @before LIMIT @limit)
        """;

    // Longer than any difference between clocks that is tolerated.
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(15);

    /// <summary>Writes uses of tokens, all or none of them. Writing one again, because it was unclear whether it had been written, changes nothing.</summary>
    /// <param name="uses">The uses, at least one.</param>
    /// <param name="cancellationToken">Cancelled when the process ends.</param>
    /// <returns>The ids of those that were the first use of their token.</returns>
    /// <exception cref="StoreUnavailableException">The store is unavailable, or too slow: the uses may have been written all the same.</exception>
    public async Task<IReadOnlySet<Guid>> WriteAsync(IReadOnlyCollection<UsedToken> uses, CancellationToken cancellationToken)
    {
        // In one order, so that two replicas never wait for each other.
        List<UsedToken> rows = [.. uses.DistinctBy(use => use.Hash).OrderBy(use => use.Hash, StringComparer.Ordinal)];
        StringBuilder sql = new("INSERT INTO token_use (token, expires_at, use_id) VALUES ");
        List<(string Name, object? Value)> parameters = [];
        foreach (var (index, (id, hash, until)) in rows.Index())
        {
            sql.Append(CultureInfo.InvariantCulture, $"{(index > 0 ? "," : "")} (@t{index}, @e{index}, @u{index})");
            parameters.AddRange([($"@t{index}", hash), ($"@e{index}", until.ToUnixTimeMilliseconds()), ($"@u{index}", id.ToString("N"))]);
        }

        // The update changes nothing; it makes the statement return the row that was there before.
        sql.Append(" ON CONFLICT (token) DO UPDATE SET expires_at = token_use.expires_at RETURNING use_id");
        var kept = await store.WriteQuicklyAsync(
            (connection, token) => connection.QueryAsync(sql.ToString(), parameters, row => row.TextOrNull(0), token),
            cancellationToken);
        var users = kept.OfType<string>().Select(Guid.Parse).ToHashSet();
        users.IntersectWith(uses.Select(use => use.Id));
        return users;
    }

    /// <summary>Removes expired tokens, some at a time, so that uses need not wait long.</summary>
    /// <exception cref="StoreUnavailableException">The store is unavailable.</exception>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        var before = (clock.GetUtcNow() - Grace).ToUnixTimeMilliseconds();
        while (await store.WriteQuicklyAsync(
            (connection, token) => connection.ExecuteAsync(Sweep, [("@before", before), ("@limit", SweptAtOnce)], token),
            cancellationToken) == SweptAtOnce)
        {
            // There are more.
        }
    }
}

/// <summary>The use of a token.</summary>
/// <param name="Id">An id of this use.</param>
/// <param name="Hash">A hash of the token's issuer and id.</param>
/// <param name="Until">The token's expiry; the use is remembered some minutes longer, for clocks that differ.</param>
internal readonly record struct UsedToken(Guid Id, string Hash, DateTimeOffset Until)
{
    /// <summary>Hashes a token's issuer and id. The length of the issuer comes first, so that no other pair yields the same input.</summary>
    /// <param name="issuer">The token's issuer (<c>iss</c>).</param>
    /// <param name="tokenId">The token's id (<c>jti</c>).</param>
    public static string HashOf(string issuer, string tokenId) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{issuer.Length}:{issuer}{tokenId}"))));
}
