namespace CdsHooks.Service.Host.Store;

/// <summary>Remembers which tokens have been used, across restarts and replicas.</summary>
internal interface ITokenUses
{
    /// <summary>Notes that a token is used.</summary>
    /// <param name="issuer">Who issued it (<c>iss</c>).</param>
    /// <param name="tokenId">Its id (<c>jti</c>).</param>
    /// <param name="expiresAt">When it expires (<c>exp</c>); it is remembered some minutes longer, for clocks that differ.</param>
    /// <param name="cancellationToken">Cancelled when the client goes away.</param>
    /// <returns>Whether it was used before. Takes no longer than <see cref="StoreOptions.TokenUseMilliseconds"/>.</returns>
    ValueTask<TokenUse> UseAsync(string issuer, string tokenId, DateTimeOffset expiresAt, CancellationToken cancellationToken);
}
