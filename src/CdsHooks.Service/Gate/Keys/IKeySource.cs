namespace CdsHooks.Service.Gate.Keys;

/// <summary>Where a client's keys come from.</summary>
internal interface IKeySource
{
    /// <summary>Reads the keys as they are now.</summary>
    /// <param name="cancellationToken">Cancelled when it takes too long.</param>
    /// <returns>Null when they could not be had.</returns>
    Task<KeyAnswer?> LoadAsync(CancellationToken cancellationToken);
}
