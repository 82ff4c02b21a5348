using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace CdsHooks.Workbench.Doctor;

/// <summary>Sends the requests of the checks. It follows no redirect, keeps no cookie, and reads a bounded part of each response.</summary>
internal sealed class Probe : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly TimeProvider _clock;
    private readonly HttpMessageInvoker _http;

    /// <summary>Initializes a new instance of the <see cref="Probe"/> class.</summary>
    /// <param name="clock">The clock.</param>
    /// <param name="handler">The handler of its connections, which it disposes of.</param>
    /// <param name="authorities">The certificate authorities to trust instead of those of this machine; null for those.</param>
    public Probe(TimeProvider clock, SocketsHttpHandler handler, X509Certificate2Collection? authorities)
    {
        _clock = clock;
        handler.AllowAutoRedirect = false;
        handler.UseCookies = false;
        handler.ConnectTimeout = Timeout;
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, errors) => Note(certificate, errors);
        if (authorities is not null)
        {
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.AddRange(authorities);
            handler.SslOptions.CertificateChainPolicy = policy;
        }

        _http = new HttpMessageInvoker(handler);
    }

    /// <summary>Gets the last day of the last certificate that was shown; null before the first https connection.</summary>
    public DateTimeOffset? CertificateExpiry { get; private set; }

    /// <summary>Gets what is wrong with the last certificate that was shown.</summary>
    public SslPolicyErrors CertificateErrors { get; private set; }

    public Task<Reply> GetAsync(Uri address, string accept, string? token = null, int maxBytes = Reply.MaxBytes) => SendAsync(
        HttpMethod.Get,
        address,
        headers =>
        {
            headers.TryAddWithoutValidation("Accept", accept);
            headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        },
        maxBytes: maxBytes);

    /// <summary>Sends a request.</summary>
    /// <returns>The response, or what prevented it.</returns>
    public async Task<Reply> SendAsync(HttpMethod method, Uri address, Action<HttpRequestHeaders> addHeaders, HttpContent? content = null, int maxBytes = Reply.MaxBytes)
    {
        using var request = new HttpRequestMessage(method, address) { Content = content };
        addHeaders(request.Headers);
        using var patience = new CancellationTokenSource(Timeout, _clock);
        var start = _clock.GetTimestamp();
        try
        {
            using var response = await _http.SendAsync(request, patience.Token);
            var received = _clock.GetUtcNow();
            var body = await ReadAsync(response.Content, maxBytes, patience.Token);
            return new Reply
            {
                Status = (int)response.StatusCode,
                Headers = response.Headers.Concat(response.Content.Headers).ToLookup(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase),
                Body = body,
                Received = received,
                Elapsed = _clock.GetElapsedTime(start),
            };
        }
        catch (OperationCanceledException)
        {
            return Reply.Failed("it did not answer within ten seconds");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return Reply.Failed(CauseOf(exception));
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Reads a body.</summary>
    /// <returns>The body; null when it is larger.</returns>
    private static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpContent content, int maxBytes, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await stream.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            await body.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
            if (body.Length > maxBytes)
            {
                return null;
            }
        }

        return body.ToArray();
    }

    /// <summary>Names the cause without the exception's message, which may hold an address with an id.</summary>
    private static string CauseOf(Exception exception) => exception switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "its name is not known",
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => "no connection could be made",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } or { InnerException: AuthenticationException } => "no secure connection could be made",
        HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse } => "its response was not HTTP",
        _ => "the connection broke",
    };

    private bool Note(X509Certificate? certificate, SslPolicyErrors errors)
    {
        CertificateErrors = errors;
        if (certificate is X509Certificate2 shown)
        {
            CertificateExpiry = new DateTimeOffset(shown.NotAfter.ToUniversalTime(), TimeSpan.Zero);
        }

        return errors is SslPolicyErrors.None;
    }
}
