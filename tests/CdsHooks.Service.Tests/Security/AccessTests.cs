using System.Net;
using CdsHooks.Service.Tests.Infrastructure;
using Xunit;

namespace CdsHooks.Service.Tests.Security;

/// <summary>Who may call without a token, and what (spec list J-01, D-16, X-02).</summary>
public sealed class AccessTests(RegisteredService shared) : IClassFixture<RegisteredService>
{
    [Fact]
    public async Task In_production_only_registered_clients_are_admitted()
    {
        await using var ehr = await RegisteredEhr.StartAsync();
        using var file = new TemporaryFile(KeyServer.SetOf(ehr.Ec.Jwk()));
        var settings = Some.Settings(
            ("Hosting:PublicUrl", RegisteredEhr.PublicUrl),
            ("Clients:Registered:0:Name", "east"),
            ("Clients:Registered:0:Issuer", RegisteredEhr.Issuer),
            ("Clients:Registered:0:JwksFile", file.Path));
        await using var app = new ServiceApp { Environment = "Production", Clock = ehr.Clock, Settings = settings };
        var header = ehr.Header();
        header.Remove("jku");

        using var known = await RegisteredEhr.CallAsync(app, ehr.Ec.Sign(header, ehr.Claims()));
        using var unknown = await RegisteredEhr.CallAsync(app, null);

        Assert.Equal(HttpStatusCode.OK, known.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, unknown.StatusCode);
        Assert.DoesNotContain(app.Logs.Lines, line => line.Contains("[1601]", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Development")]
    [InlineData("Production")]
    public async Task A_warning_at_start_says_that_any_client_may_call(string environment)
    {
        await using var app = new ServiceApp { Environment = environment, Settings = Some.Settings(("Access:AllowAnonymous", "true")) };
        using var response = await app.PostAsync(Some.ForeignCall);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains(app.Logs.Lines, line => line.StartsWith("Warning", StringComparison.Ordinal)
            && line.Contains("CALLS ARE ANSWERED WITHOUT AUTHENTICATION", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/cds-services")]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/fhir/metadata")]
    [InlineData("/docs/lumbar-fusion")]
    public async Task What_holds_nothing_of_a_patient_is_open(string path)
    {
        using var client = shared.App.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer of anything");
        using var without = await client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        using var with = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, without.StatusCode);
        Assert.Equal(HttpStatusCode.OK, with.StatusCode);
    }

    [Theory]
    [InlineData(ServiceApp.Service)]
    [InlineData("/cds-services/lumbar-fusion-order-select")]
    public async Task A_preflight_needs_no_token_and_a_rejection_carries_the_headers_of_CORS(string path)
    {
        using var client = shared.App.CreateClient();
        using var preflight = new HttpRequestMessage(HttpMethod.Options, new Uri(path, UriKind.Relative));
        preflight.Headers.Add("Origin", "http://localhost:8080");
        preflight.Headers.Add("Access-Control-Request-Method", "POST");
        using var allowed = await client.SendAsync(preflight, TestContext.Current.CancellationToken);
        using var refused = await shared.App.PostToAsync(path, Some.ForeignCall, ("Origin", "http://localhost:8080"));

        Assert.Equal(HttpStatusCode.NoContent, allowed.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Equal("*", Assert.Single(refused.Headers.GetValues("Access-Control-Allow-Origin")));
    }

    [Fact]
    public async Task The_description_says_which_calls_need_a_token()
    {
        using var client = shared.App.CreateClient();
        using var response = await client.GetAsync(new Uri("/openapi/v1.json", UriKind.Relative), TestContext.Current.CancellationToken);
        var description = await response.JsonAsync();
        var call = description.GetProperty("paths").GetProperty("/cds-services/{id}").GetProperty("post");

        Assert.True(call.GetProperty("security")[0].TryGetProperty("clientToken", out _));
        Assert.True(call.GetProperty("responses").TryGetProperty("401", out _));
        Assert.Equal("JWT", description.GetProperty("components").GetProperty("securitySchemes").GetProperty("clientToken").GetProperty("bearerFormat").GetString());
        Assert.False(description.GetProperty("paths").GetProperty("/cds-services").GetProperty("get").TryGetProperty("security", out _));
    }

    [Fact]
    public async Task Where_anybody_may_call_a_token_of_somebody_unknown_is_not_looked_at()
    {
        await using var ehr = await RegisteredEhr.StartAsync();
        await using var app = ehr.Set("Access:AllowAnonymous", "true").NewApp();
        var claims = ehr.Claims();
        claims["iss"] = "https://sandbox.cds-hooks.org";

        using var response = await RegisteredEhr.CallAsync(app, ehr.Ec.Sign(ehr.Header(), claims));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task But_a_wrong_token_of_a_registered_client_is_rejected_even_there()
    {
        await using var ehr = await RegisteredEhr.StartAsync();
        await using var app = ehr.Set("Access:AllowAnonymous", "true").NewApp();
        var claims = ehr.Claims();
        claims["exp"] = ehr.Seconds(TimeSpan.FromHours(-1));

        using var response = await RegisteredEhr.CallAsync(app, ehr.Ec.Sign(ehr.Header(), claims));

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task A_client_is_spoken_to_as_it_is_registered()
    {
        await using var ehr = await RegisteredEhr.StartAsync();
        var body = Some.ForeignCall.Replace("\"draftOrders\"", "\"drafts\"", StringComparison.Ordinal);

        await using (var strict = ehr.NewApp())
        {
            using var response = await RegisteredEhr.CallAsync(strict, ehr.Token(), ServiceApp.Service, body);
            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        }

        await using var lenient = ehr.SetClient("Profile", "sandbox").NewApp();
        using var silent = await RegisteredEhr.CallAsync(lenient, ehr.Token(), ServiceApp.Service, body);
        Assert.Equal(HttpStatusCode.OK, silent.StatusCode);
    }

    [Fact]
    public async Task Who_was_let_in_is_counted_by_name_and_reason()
    {
        await using var ehr = await RegisteredEhr.StartAsync();
        await using var app = ehr.NewApp();
        using var metrics = new MetricSink(app, "cdshooks.authentications");
        var token = ehr.Token();

        foreach (var one in new[] { token, token, "nonsense" })
        {
            using var response = await RegisteredEhr.CallAsync(app, one);
        }

        Assert.Contains("1 client=east outcome=accepted", metrics.Lines, StringComparer.Ordinal);
        Assert.Contains("1 client=east outcome=replay", metrics.Lines, StringComparer.Ordinal);
        Assert.Contains("1 client=none outcome=malformed", metrics.Lines, StringComparer.Ordinal);
    }
}
