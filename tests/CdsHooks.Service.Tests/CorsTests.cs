using System.Net;
using CdsHooks.Service.Tests.Infrastructure;
using Xunit;

namespace CdsHooks.Service.Tests;

/// <summary>Pages in a browser may call where the options say so, and see errors too.</summary>
public sealed class CorsTests
{
    private static readonly string[] Headers = ["Authorization", "Content-Type", "X-CDS-As-Of"];

    [Theory]
    [InlineData("/cds-services", "GET")]
    [InlineData(ServiceApp.Service, "POST")]
    [InlineData($"{ServiceApp.Service}/feedback", "POST")]
    public async Task A_preflight_is_answered_without_authentication(string path, string method)
    {
        await using var app = new ServiceApp();
        using var client = app.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Options, new Uri(path, UriKind.Relative));
        request.Headers.Add("Origin", "http://localhost:8080");
        request.Headers.Add("Access-Control-Request-Method", method);
        request.Headers.Add("Access-Control-Request-Headers", "authorization,content-type");

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal("*", Assert.Single(response.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.Equal("GET,POST,OPTIONS", Assert.Single(response.Headers.GetValues("Access-Control-Allow-Methods")));
        Assert.Equal(string.Join(',', Headers), Assert.Single(response.Headers.GetValues("Access-Control-Allow-Headers")));
    }

    [Theory]
    [InlineData(ServiceApp.Service, "{}", HttpStatusCode.BadRequest)]
    [InlineData($"{ServiceApp.Service}/feedback", "{}", HttpStatusCode.BadRequest)]
    [InlineData("/cds-services/none", "{}", HttpStatusCode.NotFound)]
    [InlineData("/cds-services", "{}", HttpStatusCode.MethodNotAllowed)]
    public async Task Errors_carry_the_headers_too(string path, string body, HttpStatusCode status)
    {
        await using var app = new ServiceApp();

        using var response = await SendAsync(app, path, body, "http://localhost:8080");

        Assert.Equal(status, response.StatusCode);
        Assert.Equal("*", Assert.Single(response.Headers.GetValues("Access-Control-Allow-Origin")));
    }

    [Theory]
    [InlineData("https://ehr.example", true)]
    [InlineData("https://other.example", false)]
    public async Task Only_configured_origins_may_call_otherwise(string origin, bool isAllowed)
    {
        await using var app = new ServiceApp
        {
            Environment = "Production",
            Settings = Some.Settings(("Access:AllowAnonymous", "true"), ("Access:AllowedOrigins:0", "https://ehr.example")),
        };

        using var response = await SendAsync(app, ServiceApp.Service, Some.ForeignCall, origin);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(isAllowed, response.Headers.Contains("Access-Control-Allow-Origin"));
    }

    private static async Task<HttpResponseMessage> SendAsync(ServiceApp app, string path, string body, string origin)
    {
        using var client = app.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative)) { Content = Some.Json(body) };
        request.Headers.Add("Origin", origin);
        return await client.SendAsync(request);
    }
}
