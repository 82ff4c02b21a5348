using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using CdsHooks.Service.Tests.Infrastructure;

namespace CdsHooks.EndToEnd.Tests.Store;

/// <summary>A registered EHR that calls processes of the service, with a token of its own for each call.</summary>
internal sealed class Ehr : IAsyncDisposable
{
    private const string Issuer = "https://ehr.example/cds-client";
    private const string PublicUrl = "https://cds.hospital.example";
    private const string Service = "/cds-services/lumbar-fusion-order-sign";
    private const string Feedback = $"{Service}/feedback";

    private readonly string _keys = Path.GetTempFileName();
    private readonly SigningKey _key = SigningKey.Ec();
    private readonly string _call = Some.Case("v18-nothing-documented");
    private long _tokens;

    public Ehr() => File.WriteAllText(_keys, new JsonObject { ["keys"] = new JsonArray(_key.Jwk()) }.ToJsonString());

    /// <summary>The settings of a service that knows this EHR, and whose limits a test does not meet.</summary>
    public IReadOnlyList<(string Name, string Value)> Settings(string connectionString, params (string Name, string Value)[] more) =>
    [
        ("Store:ConnectionString", connectionString),
        ("Store:RetryMilliseconds", "100"),
        ("Access:AllowAnonymous", "false"),
        ("Hosting:PublicUrl", PublicUrl),
        ("Limits:CallsPerSecond", "1000000"),
        ("Limits:CallBurst", "1000000"),
        ("Clients:Registered:0:Name", "east"),
        ("Clients:Registered:0:Issuer", Issuer),
        ("Clients:Registered:0:JwksFile", _keys),
        .. more,
    ];

    /// <summary>A token that is good for a call and for its feedback.</summary>
    public string Token()
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        return _key.Sign(
            new JsonObject { ["alg"] = "ES384", ["typ"] = "JWT", ["kid"] = _key.Id },
            new JsonObject
            {
                ["iss"] = Issuer,
                ["aud"] = PublicUrl + Service,
                ["exp"] = now + 600,
                ["iat"] = now,
                ["jti"] = Interlocked.Increment(ref _tokens).ToString("x32", CultureInfo.InvariantCulture),
            });
    }

    /// <summary>Calls about a fusion.</summary>
    /// <returns>The status.</returns>
    public Task<HttpStatusCode> CallAsync(ServiceProcess service, string? token = null, CancellationToken cancellationToken = default) =>
        CallAsync(service.Client, token, cancellationToken);

    /// <summary>Calls about a fusion by another way than to one process.</summary>
    /// <returns>The status.</returns>
    public async Task<HttpStatusCode> CallAsync(HttpClient client, string? token = null, CancellationToken cancellationToken = default)
    {
        using var response = await PostAsync(client, Service, _call, token, cancellationToken);
        return response.StatusCode;
    }

    /// <summary>Sends feedback about cards, one entry each.</summary>
    public Task<HttpResponseMessage> SendFeedbackAsync(ServiceProcess service, IEnumerable<string> cards, CancellationToken cancellationToken = default) =>
        SendFeedbackAsync(service.Client, cards, cancellationToken);

    /// <summary>Sends feedback about cards by another way than to one process.</summary>
    public Task<HttpResponseMessage> SendFeedbackAsync(HttpClient client, IEnumerable<string> cards, CancellationToken cancellationToken = default) => PostAsync(
        client,
        Feedback,
        $$"""{"feedback":[{{string.Join(',', cards.Select(card => $$"""{"card":"{{card}}","outcome":"overridden","outcomeTimestamp":"2026-06-01T12:00:00Z"}"""))}}]}""",
        token: null,
        cancellationToken);

    public ValueTask DisposeAsync()
    {
        _key.Dispose();
        File.Delete(_keys);
        return ValueTask.CompletedTask;
    }

    private async Task<HttpResponseMessage> PostAsync(HttpClient client, string path, string body, string? token, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = Some.Json(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token ?? Token());
        return await client.SendAsync(request, cancellationToken);
    }
}
