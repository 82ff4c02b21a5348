namespace CdsHooks.Service.Host.Store;

/// <summary>What the store is asked for.</summary>
/// <param name="IsWrite">Whether it is written to.</param>
/// <param name="IsDurable">Whether what is written must outlast a power cut at once.</param>
/// <param name="Limit">How long the caller waits.</param>
internal readonly record struct StoreUse(bool IsWrite, bool IsDurable, TimeSpan Limit);
