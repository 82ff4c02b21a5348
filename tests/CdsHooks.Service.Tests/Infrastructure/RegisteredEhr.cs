using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace CdsHooks.Service.Tests.Infrastructure;

/// <summary>An EHR with its keys, registered with a service that lets nobody else in.</summary>
internal sealed class RegisteredEhr : IAsyncDisposable
{
    public const string Issuer = "https://ehr.example/cds-client";
    public const string PublicUrl = "https://cds.hospital.example/hooks";

    private long _tokens;

    private readonly Dictionary<string, string?> _settings = new(StringComparer.Ordinal);

    private RegisteredEhr(SigningKey ec, SigningKey rsa, KeyServer server)
    {
        Ec = ec;
        Rsa = rsa;
        Keys = server;
        Set("Access:AllowAnonymous", "false");
        Set("Access:AllowAnyOrigin", "true");
        Set("Hosting:PublicUrl", PublicUrl);
        SetClient("Name", "east");
        SetClient("Issuer", Issuer);
        SetClient("JwksUrls:0", server.Address);
        SetClient("AllowPrivateJwksAddress", "true");
    }

    public SigningKey Ec { get; }

    public SigningKey Rsa { get; }

    public KeyServer Keys { get; }

    public MovableClock Clock { get; } = new(new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero));

    public static async Task<RegisteredEhr> StartAsync()
    {
        var (ec, rsa) = (SigningKey.Ec(), SigningKey.Rsa());
        return new RegisteredEhr(ec, rsa, await KeyServer.StartAsync(ec.Jwk(), rsa.Jwk()));
    }

    /// <summary>Sets an option, or takes it away (null).</summary>
    public RegisteredEhr Set(string name, string? value)
    {
        _settings.Remove(name);
        if (value is not null)
        {
            _settings[name] = value;
        }

        return this;
    }

    public RegisteredEhr SetClient(string name, string? value) => Set($"Clients:Registered:0:{name}", value);

    /// <summary>The service, with what was set so far.</summary>
    /// <param name="store">The connection string of a store that outlasts it; null for one of its own.</param>
    public ServiceApp NewApp(string? store = null) => new() { Clock = Clock, Settings = _settings, Store = store };

    /// <summary>A header as CDS Hooks asks for it.</summary>
    public JsonObject Header(string algorithm = "ES384") => new()
    {
        ["alg"] = algorithm,
        ["typ"] = "JWT",
        ["kid"] = algorithm.StartsWith("ES", StringComparison.Ordinal) ? Ec.Id : Rsa.Id,
        ["jku"] = Keys.Address,
    };

    /// <summary>Claims as CDS Hooks asks for them, valid for five minutes.</summary>
    public JsonObject Claims(string path = ServiceApp.Service) => new()
    {
        ["iss"] = Issuer,
        ["aud"] = PublicUrl + path,
        ["exp"] = Seconds(TimeSpan.FromMinutes(5)),
        ["iat"] = Seconds(TimeSpan.Zero),
        ["jti"] = Interlocked.Increment(ref _tokens).ToString("x32", CultureInfo.InvariantCulture),
    };

    public string Token(string algorithm = "ES384") => KeyOf(algorithm).Sign(Header(algorithm), Claims());

    public SigningKey KeyOf(string algorithm) => algorithm.StartsWith("ES", StringComparison.Ordinal) ? Ec : Rsa;

    public long Seconds(TimeSpan fromNow) => (Clock.GetUtcNow() + fromNow).ToUnixTimeSeconds();

    public static async Task<HttpResponseMessage> CallAsync(ServiceApp app, string? token, string path = ServiceApp.Service, string body = Some.ForeignCall)
    {
        using var client = app.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = Some.Json(body) };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return await client.SendAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        await Keys.DisposeAsync();
        Ec.Dispose();
        Rsa.Dispose();
    }
}
