namespace CdsHooks.Service.Store;

/// <summary>Remembers which tokens were used, for all instances of the service.</summary>
internal interface ITokenUses
{
    /// <summary>Notes the use of a token.</summary>
    /// <param name="issuer">Who issued the token.</param>
    /// <param name="tokenId">Its id (<c>jti</c>).</param>
    /// <param name="expiresAt">From when on nobody takes it any more, so that it need not be remembered.</param>
    /// <param name="cancellationToken">Cancelled when the client goes away.</param>
    ValueTask<TokenUse> UseAsync(string issuer, string tokenId, DateTimeOffset expiresAt, CancellationToken cancellationToken);
}
