namespace CdsHooks.Service.Security;

/// <summary>A JWK Set in a file that was exchanged beforehand; a new version of the file is found like a new set at an address.</summary>
/// <param name="path">The file.</param>
internal sealed class KeyFile(string path) : IKeySource
{
    public async Task<KeyAnswer?> LoadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return SigningKeys.Read(await File.ReadAllBytesAsync(path, cancellationToken)) is { } keys ? new KeyAnswer(keys) : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
