using System.Diagnostics.CodeAnalysis;
using System.Net;
using CdsHooks.Service.Gate.Egress;

namespace CdsHooks.Service.Gate.Keys;

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

    public async Task<KeyAnswer?> LoadAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _address);
        request.Headers.TryAddWithoutValidation("Accept", "application/jwk-set+json, application/json");
        try
        {
            using var response = await _http.SendAsync(request, cancellationToken);
            return response.StatusCode is HttpStatusCode.OK
                && await BoundedBody.ReadAsync(response.Content, MaxBytes, cancellationToken) is { } body
                && SigningKeys.Read(body.Span) is { } keys
                    ? new KeyAnswer(keys, MaxAgeOf(response))
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
