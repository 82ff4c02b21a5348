using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace CdsHooks.EndToEnd.Tests.Doctor;

/// <summary>What <c>cdshooks doctor</c> says of a client's key set is what the service makes of it.</summary>
public sealed class DoctorKeySetTests(DoctoredService deployment) : IClassFixture<DoctoredService>
{
    private const string Path = "/jwks.json";

    [Theory]
    [InlineData("""{}""", null)]
    [InlineData("""{"use":"sig","alg":"ES384"}""", null)]
    [InlineData("""{"key_ops":["verify"]}""", null)]
    [InlineData("""{"kid":null}""", "has no id")]
    [InlineData("""{"d":"AAAA"}""", "is a private key")]
    [InlineData("""{"use":"enc"}""", "is not for signatures")]
    [InlineData("""{"key_ops":["encrypt"]}""", "may not validate signatures")]
    [InlineData("""{"crv":"secp256k1"}""", "has another curve")]
    [InlineData("""{"kty":"oct"}""", "is neither EC nor RSA")]
    [InlineData("""{"y":null}""", "is incomplete")]
    [InlineData("""{"kty":"RSA","n":"AQAB","e":"AQAB"}""", "is shorter than 2048 bits")]
    public async Task Doctor_and_service_agree_on_a_key(string change, string? issue)
    {
        var jwk = deployment.Client.Jwk();
        foreach (var (name, value) in JsonNode.Parse(change)!.AsObject())
        {
            jwk.Remove(name);
            if (value is not null)
            {
                jwk[name] = value.DeepClone();
            }
        }

        var set = new JsonObject { ["keys"] = new JsonArray(jwk) }.ToJsonString();

        var report = await RunAsync(context => Relay.AnswerAsync(context, 200, set));

        report.AssertFound("key set", issue is null ? "ok" : "problem", issue ?? "1 key can validate tokens.");
        Assert.Equal(issue is null, await IsAcceptedByTheServiceAsync(set));
    }

    [Theory]
    [InlineData(404, "{}", "cannot be read: the answer was 404")]
    [InlineData(302, "{}", "cannot be read: the answer was 302")]
    [InlineData(200, "[]", "no JWK Set")]
    [InlineData(200, "<html>", "no JWK Set")]
    [InlineData(200, """{"keys":[]}""", "no key that can validate tokens")]
    public async Task A_set_that_is_none_is_a_problem(int status, string body, string words)
    {
        var report = await RunAsync(context => Relay.AnswerAsync(context, status, body));

        report.AssertFound("key set", "problem", words);
    }

    [Fact]
    public async Task A_set_that_is_too_large_is_a_problem()
    {
        var report = await RunAsync(context => Relay.AnswerAsync(context, 200, new string(' ', 300_000) + "{}"));

        report.AssertFound("key set", "problem", "larger than 256 kB");
    }

    [Fact]
    public async Task A_set_without_the_key_that_signs_is_a_problem()
    {
        using var other = new RegisteredClient();
        var set = new JsonObject { ["keys"] = new JsonArray(other.Jwk()) }.ToJsonString();

        var report = await RunAsync(context => Relay.AnswerAsync(context, 200, set), deployment.Signing);

        report.AssertFound("key set", "problem", "is not in the set under its id");
    }

    [Fact]
    public async Task A_key_that_is_of_no_use_beside_a_good_one_is_a_warning()
    {
        var set = new JsonObject { ["keys"] = new JsonArray(deployment.Client.Jwk(), new JsonObject { ["kty"] = "oct" }) }.ToJsonString();

        var report = await RunAsync(context => Relay.AnswerAsync(context, 200, set), deployment.Signing);

        report.AssertFound("key set", "warning", "Key 2 has no id (kid).");
    }

    [Fact]
    public async Task A_set_that_is_not_https_is_a_problem()
    {
        var report = await DoctorReport.RunAsync(deployment.Relay.Address, ["--jwks-url", "http://ehr.example/jwks.json"]);

        report.AssertFound("key set", "problem", "is not https");
    }

    private async Task<DoctorReport> RunAsync(Func<HttpContext, Task<bool>> answer, params string[] more)
    {
        deployment.Relay.Mend();
        deployment.Relay.Instead = context => context.Request.Path == Path ? answer(context) : Task.FromResult(false);
        return await DoctorReport.RunAsync(deployment.Relay.Address, ["--jwks-url", deployment.Relay.Address + Path, .. more], null, deployment.Client.PrivateKey);
    }

    /// <summary>The service does not start with a file that holds no usable key.</summary>
    private static async Task<bool> IsAcceptedByTheServiceAsync(string set)
    {
        using var client = new RegisteredClient();
        await File.WriteAllTextAsync(client.JwksFile, set, TestContext.Current.CancellationToken);
        await using var service = new ServiceProcess(client.Settings("https://cds.hospital.example"));
        try
        {
            await service.InitializeAsync();
            return true;
        }
        catch (InvalidOperationException exception)
        {
            Assert.Contains("contains no public signing key", exception.Message, StringComparison.Ordinal);
            return false;
        }
    }
}
