using System.Diagnostics.CodeAnalysis;
using System.Net;
using CdsHooks.Service.Gate.Egress;
using Microsoft.IdentityModel.Tokens;

namespace CdsHooks.Service.Gate.Keys;

/// <summary>A source of a client's signing keys.</summary>
internal interface IKeySource
{
    /// <summary>Reads the current keys.</summary>
    /// <param name="cancellationToken">Cancelled when it takes too long.</param>
    /// <returns>The keys; null when the source cannot be read.</returns>
    Task<LoadedKeys?> LoadAsync(CancellationToken cancellationToken);
}

/// <summary>Keys from a source.</summary>
/// <param name="Keys">The keys.</param>
/// <param name="MaxAge">The time the keys may be cached; null when the source does not state it.</param>
internal sealed record LoadedKeys(IReadOnlyList<JsonWebKey> Keys, TimeSpan? MaxAge = null);

/// <summary>A JWK Set at an address (<c>jku</c>) that is registered for a client.</summary>
internal sealed class KeyAddress : IKeySource, IDisposable
{
    private const int MaxBytes = 256 * 1024;

    private readonly Uri _address;
    private readonly HttpMessageInvoker _http;

    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The invoker disposes of it.")]
    public KeyAddress(Uri address, bool allowsPrivate)
    {
        _address = address;
        _http = new HttpMessageInvoker(EgressHandler.Create(allowsPrivate));
    }

    public async Task<LoadedKeys?> LoadAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _address);
        request.Headers.TryAddWithoutValidation("Accept", "application/jwk-set+json, application/json");
        try
        {
            using var response = await _http.SendAsync(request, cancellationToken);
            return response.StatusCode is HttpStatusCode.OK
                && await BoundedBody.ReadAsync(response.Content, MaxBytes, cancellationToken) is { } body
                && SigningKeys.Read(body.Span) is { } keys
                    ? new LoadedKeys(keys, MaxAgeOf(response))
                    : null;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            return null;
        }
    }

    public void Dispose() => _http.Dispose();

    private static TimeSpan? MaxAgeOf(HttpResponseMessage response) => response.Headers.CacheControl switch
    {
        { NoCache: true } or { NoStore: true } => TimeSpan.Zero,
        { MaxAge: var age } => age,
        null => null,
    };
}

/// <summary>A JWK Set in a file that was exchanged in advance. A new version of the file is picked up like a new set at an address.</summary>
/// <param name="path">The file; a relative path starts at the service's own folder.</param>
internal sealed class KeyFile(string path) : IKeySource
{
    public async Task<LoadedKeys?> LoadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return SigningKeys.Read(await File.ReadAllBytesAsync(FullPath, cancellationToken)) is { } keys ? new LoadedKeys(keys) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Describes the issue with the current file.</summary>
    /// <returns>The end of a sentence; null when there is no issue.</returns>
    public string? Issue()
    {
        try
        {
            return SigningKeys.Read(File.ReadAllBytes(FullPath)) switch
            {
                null => "is not a JWK Set",
                { Count: 0 } => "contains no public signing key with an id",
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
