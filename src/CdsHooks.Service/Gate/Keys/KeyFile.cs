namespace CdsHooks.Service.Gate.Keys;

/// <summary>A JWK Set in a file that was exchanged beforehand; a new version of the file is found like a new set at an address.</summary>
/// <param name="path">The file; a relative path starts where the service lies, as that of the rules does.</param>
internal sealed class KeyFile(string path) : IKeySource
{
    public async Task<KeyAnswer?> LoadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return SigningKeys.Read(await File.ReadAllBytesAsync(FullPath, cancellationToken)) is { } keys ? new KeyAnswer(keys) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Tells what is wrong with the file as it is now.</summary>
    /// <returns>The end of a sentence, or null when nothing is.</returns>
    public string? Issue()
    {
        try
        {
            return SigningKeys.Read(File.ReadAllBytes(FullPath)) switch
            {
                null => "is not a JWK Set",
                { Count: 0 } => "holds no public signing key with an id",
                _ => null,
            };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "cannot be read";
        }
    }

    private string FullPath => Path.GetFullPath(path, AppContext.BaseDirectory);
}
