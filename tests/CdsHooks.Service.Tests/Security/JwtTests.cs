using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using CdsHooks.Service.Tests.Infrastructure;
using Xunit;

namespace CdsHooks.Service.Tests.Security;

/// <summary>Which tokens let a call in (spec list J-01 to J-13, acceptance list 5).</summary>
public sealed class JwtTests(RegisteredService shared) : IClassFixture<RegisteredService>
{
    [Theory]
    [InlineData("ES384")]
    [InlineData("RS384")]
    public async Task The_recommended_algorithms_are_taken(string algorithm)
    {
        var (ehr, app) = (shared.Ehr, shared.App);

        using var response = await RegisteredEhr.CallAsync(app, ehr.Token(algorithm));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("""{"cards":[]}""", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("RS256")]
    [InlineData("PS384")]
    [InlineData("ES256")]
    [InlineData("ES512")]
    public async Task Others_are_taken_only_where_they_are_registered(string algorithm)
    {
        await using var ehr = await RegisteredEhr.StartAsync();
        using var key = algorithm switch
        {
            "ES256" => SigningKey.Ec("k", ECCurve.NamedCurves.nistP256),
            "ES512" => SigningKey.Ec("k", ECCurve.NamedCurves.nistP521),
            _ => SigningKey.Rsa("k"),
        };
        ehr.Keys.Serve(key.Jwk());
        var header = ehr.Header(algorithm);
        header["kid"] = "k";

        await using (var app = ehr.NewApp())
        {
            await Token.AssertRejectedAsync(app, key.Sign(Token.Copy(header), ehr.Claims()), "Header");
        }

        ehr.SetClient("Algorithms:0", algorithm);
        await using (var app = ehr.NewApp())
        {
            using var response = await RegisteredEhr.CallAsync(app, key.Sign(header, ehr.Claims()));
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            await Token.AssertRejectedAsync(app, ehr.Token(), "Header");
        }
    }

    public static TheoryData<string, string> Headers => new()
    {
        { """{"alg":"none"}""", "Header" },
        { """{"alg":"None"}""", "Header" },
        { """{"alg":"HS256"}""", "Header" },
        { """{"alg":"HS384"}""", "Header" },
        { """{"alg":"RS384"}""", "UnknownKey" },
        { """{"alg":"es384"}""", "Header" },
        { """{"alg":null}""", "" },
        { """{"typ":"at+jwt"}""", "Header" },
        { """{"typ":null}""", "Header" },
        { """{"crit":["exp"]}""", "Header" },
        { """{"crit":[]}""", "Header" },
        { """{"kid":null}""", "Header" },
        { """{"kid":"of someone else"}""", "UnknownKey" },
        { """{"kid":"rsa-1"}""", "UnknownKey" },
        { """{"jku":"https://ehr.example/jwks.json"}""", "KeySet" },
        { """{"jku":"http://169.254.169.254/latest"}""", "KeySet" },
        { """{"jku":5}""", "KeySet" },
        { """{"jku":["https://ehr.example/jwks.json"]}""", "KeySet" },
    };

    [Theory]
    [MemberData(nameof(Headers))]
    public async Task A_wrong_header_is_rejected(string change, string why)
    {
        var (ehr, app) = (shared.Ehr, shared.App);

        await Token.AssertRejectedAsync(app, ehr.Ec.Sign(Token.Changed(ehr.Header(), change), ehr.Claims()), why);
    }

    [Theory]
    [InlineData("""{"jku":null}""")]
    [InlineData("""{"typ":"jwt"}""")]
    [InlineData("""{"x5c":["ignored"],"jwk":{"kty":"EC"},"custom":{"a":[1]}}""")]
    public async Task A_header_may_leave_out_or_add_what_does_not_matter(string change)
    {
        var (ehr, app) = (shared.Ehr, shared.App);

        using var response = await RegisteredEhr.CallAsync(app, ehr.Ec.Sign(Token.Changed(ehr.Header(), change), ehr.Claims()));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    public static TheoryData<string, string> Claims => new()
    {
        { """{"iss":null}""", "Issuer" },
        { """{"iss":"https://ehr.example/cds-client/"}""", "Issuer" },
        { """{"iss":"https://sandbox.cds-hooks.org"}""", "Issuer" },
        { """{"iss":5}""", "Malformed" },
        { """{"aud":null}""", "Audience" },
        { """{"aud":[]}""", "Audience" },
        { """{"aud":"https://cds.hospital.example/hooks"}""", "Audience" },
        { """{"aud":"https://cds.hospital.example/hooks/cds-services"}""", "Audience" },
        { """{"aud":"https://cds.hospital.example/hooks/cds-services/lumbar-fusion-order-select"}""", "Audience" },
        { """{"aud":"http://cds.hospital.example/hooks/cds-services/lumbar-fusion-order-sign"}""", "Audience" },
        { """{"aud":"https://other.example/hooks/cds-services/lumbar-fusion-order-sign"}""", "Audience" },
        { """{"aud":"/cds-services/lumbar-fusion-order-sign"}""", "Audience" },
        { """{"exp":null}""", "Time" },
        { """{"exp":"soon"}""", "Malformed" },
        { """{"exp":-1}""", "Time" },
        { """{"exp":9223372036854775807}""", "Time" },
        { """{"exp":1e30}""", "Malformed" },
        { """{"iat":null}""", "Time" },
        { """{"nbf":"later"}""", "Malformed" },
        { """{"jti":null}""", "TokenId" },
        { """{"jti":""}""", "TokenId" },
        { $$"""{"jti":"{{new string('x', 513)}}"}""", "TokenId" },
        { """{"aud":5}""", "" },
        { """{"aud":{}}""", "" },
        { """{"aud":[["https://cds.hospital.example/hooks/cds-services/lumbar-fusion-order-sign"]]}""", "" },
        { """{"aud":"https://other@cds.hospital.example/hooks/cds-services/lumbar-fusion-order-sign"}""", "Audience" },
    };

    [Theory]
    [MemberData(nameof(Claims))]
    public async Task A_wrong_claim_is_rejected(string change, string why)
    {
        var (ehr, app) = (shared.Ehr, shared.App);

        await Token.AssertRejectedAsync(app, ehr.Ec.Sign(ehr.Header(), Token.Changed(ehr.Claims(), change)), why);
    }

    [Theory]
    [InlineData("exp", -61, false)]
    [InlineData("exp", -60, false)]
    [InlineData("exp", -59, true)]
    [InlineData("iat", 60, true)]
    [InlineData("iat", 61, false)]
    [InlineData("nbf", 60, true)]
    [InlineData("nbf", 61, false)]
    [InlineData("nbf", -300, true)]
    [InlineData("exp", 3600, true)]
    [InlineData("exp", 3601, false)]
    public async Task Clocks_may_differ_by_a_minute_and_a_token_may_last_an_hour(string claim, int seconds, bool isLetIn)
    {
        var (ehr, app) = (shared.Ehr, shared.App);
        var claims = ehr.Claims();
        if (claim is "exp" && seconds < 0)
        {
            claims["iat"] = ehr.Seconds(TimeSpan.FromMinutes(-5));
        }

        claims[claim] = ehr.Seconds(TimeSpan.FromSeconds(seconds));
        var token = ehr.Ec.Sign(ehr.Header(), claims);

        if (!isLetIn)
        {
            await Token.AssertRejectedAsync(app, token, "Time");
            return;
        }

        using var response = await RegisteredEhr.CallAsync(app, token);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_token_that_ends_before_it_was_issued_is_rejected()
    {
        var (ehr, app) = (shared.Ehr, shared.App);
        var claims = ehr.Claims();
        claims["iat"] = ehr.Seconds(TimeSpan.FromSeconds(30));
        claims["exp"] = ehr.Seconds(TimeSpan.FromSeconds(20));

        await Token.AssertRejectedAsync(app, ehr.Ec.Sign(ehr.Header(), claims), "Time");
    }

    [Fact]
    public async Task Times_may_have_fractions()
    {
        var (ehr, app) = (shared.Ehr, shared.App);
        var claims = ehr.Claims();
        claims["iat"] = ehr.Seconds(TimeSpan.Zero) - 0.25;
        claims["exp"] = ehr.Seconds(TimeSpan.Zero) + 90.5;

        using var response = await RegisteredEhr.CallAsync(app, ehr.Ec.Sign(ehr.Header(), claims));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("""["https://other.example","https://cds.hospital.example/hooks/cds-services/lumbar-fusion-order-sign"]""")]
    [InlineData("\"https://cds.hospital.example/hooks/cds-services/lumbar-fusion-order-sign/\"")]
    [InlineData("\"https://CDS.hospital.example:443/hooks/cds-services/lumbar-fusion-order-sign\"")]
    public async Task The_audience_is_the_public_address_of_what_is_called(string audience)
    {
        var (ehr, app) = (shared.Ehr, shared.App);
        var claims = ehr.Claims();
        claims["aud"] = JsonNode.Parse(audience);

        using var response = await RegisteredEhr.CallAsync(app, ehr.Ec.Sign(ehr.Header(), claims));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_client_may_be_registered_with_an_audience_of_its_own()
    {
        await using var ehr = await RegisteredEhr.StartAsync();
        await using var app = ehr.SetClient("Audiences:0", "sand_man").NewApp();
        var claims = ehr.Claims();
        claims["aud"] = "sand_man";

        using var response = await RegisteredEhr.CallAsync(app, ehr.Ec.Sign(ehr.Header(), claims));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("east-ward", true)]
    [InlineData("west-ward", true)]
    [InlineData("East-ward", false)]
    [InlineData(null, false)]
    public async Task Only_registered_tenants_call(string? tenant, bool isLetIn)
    {
        await using var ehr = await RegisteredEhr.StartAsync();
        await using var app = ehr.SetClient("Tenants:0", "east-ward").SetClient("Tenants:1", "west-ward").NewApp();
        var claims = ehr.Claims();
        if (tenant is not null)
        {
            claims["tenant"] = tenant;
        }

        var token = ehr.Ec.Sign(ehr.Header(), claims);
        if (!isLetIn)
        {
            await Token.AssertRejectedAsync(app, token, "Tenant");
            return;
        }

        using var response = await RegisteredEhr.CallAsync(app, token);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_tenant_is_not_looked_at_where_none_is_registered()
    {
        var (ehr, app) = (shared.Ehr, shared.App);
        var claims = ehr.Claims();
        claims["tenant"] = "any";

        using var response = await RegisteredEhr.CallAsync(app, ehr.Ec.Sign(ehr.Header(), claims));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_token_is_used_once()
    {
        var (ehr, app) = (shared.Ehr, shared.App);
        var token = ehr.Token();

        using (var first = await RegisteredEhr.CallAsync(app, token))
        {
            Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        }

        await Token.AssertRejectedAsync(app, token, "Replay");
    }

    [Fact]
    public async Task Of_many_at_once_with_one_token_one_is_let_in()
    {
        var (ehr, app) = (shared.Ehr, shared.App);
        var token = ehr.Token();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => RegisteredEhr.CallAsync(app, token)));

        Assert.Equal(1, answers.Count(answer => answer.StatusCode is HttpStatusCode.OK));
        Assert.Equal(19, answers.Count(answer => answer.StatusCode is HttpStatusCode.Unauthorized));
        Array.ForEach(answers, answer => answer.Dispose());
    }

    [Fact]
    public async Task A_client_may_be_registered_to_repeat_its_tokens()
    {
        await using var ehr = await RegisteredEhr.StartAsync();
        await using var app = ehr.SetClient("AllowTokenReuse", "true").NewApp();
        var token = ehr.Token();

        for (var time = 0; time < 3; time++)
        {
            using var response = await RegisteredEhr.CallAsync(app, token);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
    }

    [Fact]
    public async Task A_rejected_token_leaves_nothing_behind_that_would_reject_a_good_one()
    {
        var (ehr, app) = (shared.Ehr, shared.App);
        var claims = ehr.Claims();
        var good = ehr.Ec.Sign(ehr.Header(), Token.Copy(claims));

        // Somebody who saw the id but has no key.
        await Token.AssertRejectedAsync(app, good[..^8] + "AAAAAAAA", "Signature");

        using var response = await RegisteredEhr.CallAsync(app, good);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }
}
