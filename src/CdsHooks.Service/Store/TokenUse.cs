namespace CdsHooks.Service.Store;

/// <summary>Whether a token was used before.</summary>
internal enum TokenUse
{
    /// <summary>It was not.</summary>
    First,

    /// <summary>It was.</summary>
    Again,

    /// <summary>The store is away.</summary>
    Unknown,
}
