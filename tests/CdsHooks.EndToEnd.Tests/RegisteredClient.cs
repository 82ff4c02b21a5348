using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace CdsHooks.EndToEnd.Tests;

/// <summary>A client with a key pair in files, as its operator has them, and the settings that register it.</summary>
internal sealed class RegisteredClient : IDisposable
{
    public const string Issuer = "https://ehr.example/cds-client";
    public const string KeyId = "2026-1";
    public const string Service = "/cds-services/lumbar-fusion-order-sign";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cdshooks-client-");
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP384);

    public RegisteredClient()
    {
        File.WriteAllText(KeyFile, PrivateKey);
        File.WriteAllText(JwksFile, new JsonObject { ["keys"] = new JsonArray(Jwk()) }.ToJsonString());
    }

    public string KeyFile => Path.Combine(_folder.FullName, "key.pem");

    public string JwksFile => Path.Combine(_folder.FullName, "jwks.json");

    /// <summary>Gets the private key, which no output may contain.</summary>
    public string PrivateKey => _key.ExportPkcs8PrivateKeyPem();

    /// <summary>The settings of a service that knows this client and no other.</summary>
    public IReadOnlyList<(string Name, string Value)> Settings(string publicUrl, params (string Name, string Value)[] more) =>
    [
        ("Access:AllowAnonymous", "false"),
        ("Access:AllowAnyOrigin", "false"),
        ("Access:AllowedOrigins:0", "https://ehr.example"),
        ("Hosting:PublicUrl", publicUrl),
        ("Clients:Registered:0:Name", "east"),
        ("Clients:Registered:0:Issuer", Issuer),
        ("Clients:Registered:0:JwksFile", JwksFile),
        .. more,
    ];

    public JsonObject Jwk()
    {
        var key = _key.ExportParameters(false);
        return new JsonObject
        {
            ["kty"] = "EC",
            ["crv"] = "P-384",
            ["kid"] = KeyId,
            ["x"] = Base64Url.EncodeToString(key.Q.X),
            ["y"] = Base64Url.EncodeToString(key.Q.Y),
        };
    }

    public string Token(string publicUrl)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var header = new JsonObject { ["alg"] = "ES384", ["typ"] = "JWT", ["kid"] = KeyId };
        var claims = new JsonObject
        {
            ["iss"] = Issuer,
            ["aud"] = publicUrl + Service,
            ["iat"] = now,
            ["exp"] = now + 1800,
            ["jti"] = Convert.ToHexString(RandomNumberGenerator.GetBytes(16)),
        };
        var signed = $"{Encode(header)}.{Encode(claims)}";
        return $"{signed}.{Base64Url.EncodeToString(_key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA384))}";
    }

    /// <summary>Calls about a fusion for a patient of whom nothing is documented.</summary>
    public static async Task<HttpResponseMessage> CallAsync(HttpClient service, string token)
    {
        var body = await File.ReadAllTextAsync(Path.Combine(Command.Root, "tests", "cases", "v18-nothing-documented", "request.json"), TestContext.Current.CancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Post, Service) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await service.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public void Dispose()
    {
        _key.Dispose();
        _folder.Delete(recursive: true);
    }

    private static string Encode(JsonObject json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString()));
}
