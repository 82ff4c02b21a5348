namespace CdsHooks.Service.Store;

internal sealed class NoStore : ITokenUses
{
    public ValueTask<TokenUse> UseAsync(string issuer, string tokenId, DateTimeOffset expiresAt, CancellationToken cancellationToken) => ValueTask.FromResult(TokenUse.Unknown);
}
