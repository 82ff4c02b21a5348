using CdsHooks.Service.Host.Store;

namespace CdsHooks.Service.Gate.Security;

/// <summary>The use of a token that is not in the store yet, and the call that waits for it, unless it has given up.</summary>
/// <param name="token">The use.</param>
internal sealed class WaitingUse(UsedToken token)
{
    private readonly TaskCompletionSource<TokenUse> _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public UsedToken Token => token;

    /// <summary>Gets the result that the call goes by.</summary>
    public Task<TokenUse> Settled => _settled.Task;

    /// <summary>Sets the result that the call goes by.</summary>
    /// <returns>False when the call has gone by another one already.</returns>
    public bool TrySettle(TokenUse use) => _settled.TrySetResult(use);
}

/// <summary>The result of recording the use of a token.</summary>
internal enum TokenUse
{
    /// <summary>The token was not used before.</summary>
    First,

    /// <summary>The token was used before, at this or another instance.</summary>
    Again,

    /// <summary>The store is unavailable or too slow: earlier uses are not known.</summary>
    Unknown,
}
