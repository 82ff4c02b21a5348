namespace CdsHooks.Service.Host.Store;

/// <summary>Whether a token was used before.</summary>
internal enum TokenUse
{
    /// <summary>This is the first time.</summary>
    First,

    /// <summary>It was used before, here or by another replica.</summary>
    Again,

    /// <summary>The store is away or too slow, and nobody knows.</summary>
    Unknown,
}
