using System.Net;
using System.Text;
using CdsHooks.Service.Tests.Infrastructure;
using Xunit;

namespace CdsHooks.Service.Tests.Security;

/// <summary>What is no good token at all, and what a caller is told of it (spec list E-08, J-13).</summary>
public sealed class RejectedTokenTests(RegisteredService shared) : IClassFixture<RegisteredService>
{
    [Fact]
    public async Task A_signature_must_be_there_and_right()
    {
        var (ehr, app) = (shared.Ehr, shared.App);
        using var stranger = SigningKey.Ec(ehr.Ec.Id);
        var parts = ehr.Token().Split('.');
        var claims = ehr.Claims();
        claims["aud"] = "changed";
        var changed = SigningKey.Encode(Encoding.UTF8.GetBytes(claims.ToJsonString()));

        await Token.AssertRejectedAsync(app, $"{parts[0]}.{parts[1]}.", "");
        await Token.AssertRejectedAsync(app, $"{parts[0]}.{changed}.{parts[2]}", "Signature");
        await Token.AssertRejectedAsync(app, $"{parts[0]}.{parts[1]}.{new string('A', 128)}", "Signature");
        await Token.AssertRejectedAsync(app, stranger.Sign(ehr.Header(), ehr.Claims()), "Signature");
    }

    [Theory]
    [InlineData("")]
    [InlineData("not-a-token")]
    [InlineData("a.b")]
    [InlineData("a.b.c")]
    [InlineData("a.b.c.d.e")]
    [InlineData("e30.e30.e30")]
    [InlineData("bnVsbA.bnVsbA.AAAA")]
    [InlineData("W10.W10.AAAA")]
    public async Task What_is_no_token_is_rejected(string token)
    {
        var app = shared.App;

        await Token.AssertRejectedAsync(app, token, "");
    }

    [Theory]
    [InlineData("header", "\"alg\":\"ES384\"")]
    [InlineData("header", "\"kid\":\"another\"")]
    [InlineData("payload", "\"exp\":4102444800")]
    [InlineData("payload", "\"aud\":\"https://another.example\"")]
    [InlineData("payload", "\"jti\":\"another\"")]
    [InlineData("payload", "\"j\\u0074i\":\"another\"")]
    public async Task A_claim_or_header_that_comes_twice_is_rejected(string part, string member)
    {
        var (ehr, app) = (shared.Ehr, shared.App);
        var header = ehr.Header().ToJsonString();
        var payload = ehr.Claims().ToJsonString();
        var twice = (string json) => $"{{{member},{json[1..]}";

        await Token.AssertRejectedAsync(
            app,
            ehr.Ec.Sign(Encoding.UTF8.GetBytes(part is "header" ? twice(header) : header), Encoding.UTF8.GetBytes(part is "payload" ? twice(payload) : payload), "ES384"),
            "Malformed");
    }

    [Theory]
    [InlineData("exp", "\"{0}\"")]
    [InlineData("exp", "\" {0} \"")]
    [InlineData("exp", "\"+{0}\"")]
    [InlineData("exp", "true")]
    [InlineData("exp", "null")]
    [InlineData("exp", "[{0}]")]
    [InlineData("exp", "{{}}")]
    [InlineData("iat", "\"{0}\"")]
    [InlineData("nbf", "\"{0}\"")]
    public async Task A_time_that_is_no_number_is_rejected(string claim, string value)
    {
        var (ehr, app) = (shared.Ehr, shared.App);
        var claims = ehr.Claims();
        var good = ehr.Seconds(claim is "exp" ? TimeSpan.FromMinutes(5) : TimeSpan.Zero);
        claims[claim] = System.Text.Json.Nodes.JsonNode.Parse(string.Format(System.Globalization.CultureInfo.InvariantCulture, value, good));

        await Token.AssertRejectedAsync(app, ehr.Ec.Sign(ehr.Header(), claims), "Malformed");
    }

    [Fact]
    public async Task A_token_of_absurd_size_is_rejected_unread()
    {
        var (ehr, app) = (shared.Ehr, shared.App);
        var claims = ehr.Claims();
        claims["more"] = new string('x', 20_000);

        await Token.AssertRejectedAsync(app, ehr.Ec.Sign(ehr.Header(), claims), "Malformed");
    }

    [Theory]
    [InlineData("Basic {0}")]
    [InlineData("{0}")]
    [InlineData("DPoP {0}")]
    public async Task Another_scheme_is_rejected(string scheme)
    {
        var (ehr, app) = (shared.Ehr, shared.App);

        using var response = await app.PostAsync(Some.ForeignCall, ("Authorization", string.Format(null, scheme, ehr.Token())));

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task Two_tokens_are_rejected()
    {
        var (ehr, app) = (shared.Ehr, shared.App);

        using var response = await app.PostAsync(Some.ForeignCall, ("Authorization", $"Bearer {ehr.Token()}"), ("Authorization", $"Bearer {ehr.Token()}"));

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task The_scheme_is_read_in_any_case()
    {
        var (ehr, app) = (shared.Ehr, shared.App);

        using var response = await app.PostAsync(Some.ForeignCall, ("Authorization", $"bearer {ehr.Token()}"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Every_rejection_reads_the_same_and_says_nothing()
    {
        var (ehr, app) = (shared.Ehr, shared.App);
        var late = ehr.Claims();
        late["exp"] = ehr.Seconds(TimeSpan.FromMinutes(-9));
        string?[] tokens =
        [
            null, "nonsense", ehr.Ec.Sign(Token.Changed(ehr.Header(), """{"alg":"none"}"""), ehr.Claims()),
            ehr.Ec.Sign(ehr.Header(), late), ehr.Ec.Sign(ehr.Header(), Token.Changed(ehr.Claims(), """{"iss":"https://stranger.example"}""")),
        ];
        HashSet<string> answers = [];
        foreach (var token in tokens)
        {
            using var response = await RegisteredEhr.CallAsync(app, token);
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
            Assert.Equal("Bearer", Assert.Single(response.Headers.WwwAuthenticate).ToString());
            Assert.True(response.Headers.Remove("X-Request-Id"), "Each answer has an id of its own.");
            answers.Add($"{response.Content.Headers} {response.Headers} {await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}");
        }

        var answer = Assert.Single(answers);
        Assert.Contains("""{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"login","details":{"text":"The call is not authenticated."}}]}""", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_order_of_a_stranger_is_not_even_read()
    {
        var app = shared.App;

        using var response = await RegisteredEhr.CallAsync(app, null, ServiceApp.Service, "not JSON");
        using var unknown = await RegisteredEhr.CallAsync(app, null, "/cds-services/none");

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, unknown.StatusCode);
    }

    [Fact]
    public async Task The_log_says_why_and_holds_nothing_of_the_token()
    {
        var (ehr, app) = (shared.Ehr, shared.App);
        var good = ehr.Token();
        using (var response = await RegisteredEhr.CallAsync(app, good))
        {
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        await Token.AssertRejectedAsync(app, good, "Replay");

        var parts = good.Split('.');
        Assert.DoesNotContain(app.Logs.Lines, line => Array.Exists(parts, part => line.Contains(part, StringComparison.Ordinal)));
        Assert.DoesNotContain(app.Logs.Lines, line => line.Contains(RegisteredEhr.Issuer, StringComparison.Ordinal));
    }
}
