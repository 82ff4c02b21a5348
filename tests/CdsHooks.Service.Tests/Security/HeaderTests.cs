using System.Net;
using CdsHooks.Service.Tests.Infrastructure;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CdsHooks.Service.Tests.Security;

/// <summary>What browsers are told, on every route there is and on every error.</summary>
public sealed class HeaderTests(ServiceApp app) : IClassFixture<ServiceApp>
{
    [Fact]
    public async Task Every_route_says_that_nothing_is_guessed_framed_or_referred()
    {
        using var client = app.CreateClient();
        foreach (var (method, path) in Routes())
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative)) { Content = method is "POST" ? Some.Json(Some.ForeignCall) : null };

            using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

            AssertHeaders(response, $"{method} {path}");
        }
    }

    [Theory]
    [InlineData("GET", "/no-such-page", HttpStatusCode.NotFound)]
    [InlineData("DELETE", "/cds-services", HttpStatusCode.MethodNotAllowed)]
    [InlineData("POST", ServiceApp.Service, HttpStatusCode.UnsupportedMediaType)]
    [InlineData("GET", "/fhir/ValueSet?_format=xml", HttpStatusCode.NotAcceptable)]
    [InlineData("GET", "/fhir/Patient/1", HttpStatusCode.NotFound)]
    public async Task Every_error_carries_the_security_headers_and_is_not_stored(string method, string path, HttpStatusCode status)
    {
        using var client = app.CreateClient();
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(status, response.StatusCode);
        AssertHeaders(response, $"{method} {path}");
        Assert.True(response.Headers.CacheControl?.NoStore);
    }

    [Fact]
    public async Task An_internal_error_carries_the_security_headers()
    {
        var clock = new FailingClock();
        await using var failing = new ServiceApp { Clock = clock };
        using var fine = await failing.PostAsync(Some.FusionCall("""{"conditions":null}"""));
        clock.IsBroken = true;

        using var response = await failing.PostAsync(Some.FusionCall("""{"conditions":null}"""));

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        AssertHeaders(response, "a fault of ours");
    }

    [Fact]
    public async Task What_is_said_about_a_call_is_stored_nowhere()
    {
        using var answered = await app.PostAsync(Some.Case("v18-nothing-documented"));
        using var silent = await app.PostAsync(Some.ForeignCall);
        using var refused = await app.PostAsync("{}");

        Assert.All((HttpResponseMessage[])[answered, silent, refused], response => Assert.True(response.Headers.CacheControl?.NoStore));
    }

    [Theory]
    [InlineData("Production", "https", true)]
    [InlineData("Production", "http", false)]
    [InlineData("Development", "https", false)]
    public async Task A_browser_that_came_by_https_is_told_to_stay_with_it_outside_Development(string environment, string scheme, bool isTold)
    {
        await using var other = new ServiceApp { Environment = environment, Settings = Some.Settings(("Access:AllowAnonymous", "true")) };
        using var client = other.CreateClient(new WebApplicationFactoryClientOptions { BaseAddress = new Uri($"{scheme}://cds.example") });

        using var response = await client.GetAsync(new Uri("/docs/lumbar-fusion", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(isTold, response.Headers.Contains("Strict-Transport-Security"));
    }

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("127.0.0.0/8", true)]
    [InlineData("10.0.0.1", false)]
    [InlineData(null, false)]
    public async Task A_proxy_is_believed_only_where_it_is_named(string? trusted, bool isBelieved)
    {
        await using var other = new ServiceApp
        {
            Environment = "Production",
            Settings = Some.Settings([("Access:AllowAnonymous", "true"), .. trusted is null ? Array.Empty<(string, string)>() : [("Proxy:TrustedAddresses:0", trusted)]]),
        };
        other.UseKestrel(0);
        other.StartServer();
        using var client = other.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/cds-services", UriKind.Relative)) { Headers = { { "X-Forwarded-For", "198.51.100.7" }, { "X-Forwarded-Proto", "https" } } };

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(isBelieved, response.Headers.Contains("Strict-Transport-Security"));
    }

    private static void AssertHeaders(HttpResponseMessage response, string what)
    {
        Assert.True(response.Headers.TryGetValues("X-Content-Type-Options", out var sniff) && sniff.Single() is "nosniff", $"{what}: X-Content-Type-Options");
        Assert.True(response.Headers.TryGetValues("Referrer-Policy", out var referrer) && referrer.Single() is "no-referrer", $"{what}: Referrer-Policy");
        Assert.True(
            response.Headers.TryGetValues("Content-Security-Policy", out var policy)
            && policy.Single() is var said
            && said.StartsWith("default-src 'none'", StringComparison.Ordinal)
            && said.Contains("frame-ancestors 'none'", StringComparison.Ordinal),
            $"{what}: Content-Security-Policy");
        Assert.False(response.Headers.Contains("Server") || response.Headers.Contains("X-Powered-By"), $"{what}: a banner");
    }

    private IEnumerable<(string Method, string Path)> Routes() => app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .SelectMany(endpoint => (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Select(method => (method, PathOf(endpoint.RoutePattern.RawText!))));

    private static string PathOf(string pattern) => $"/{string.Join('/', pattern.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(segment => segment switch
    {
        "{planId}" => "lumbar-fusion",
        "{type}" => "PlanDefinition",
        "{documentName}.json" => "v1.json",
        ['{', ..] => "lumbar-fusion-order-sign",
        _ => segment,
    }))}";
}
