using System.Net;
using CdsHooks.Service.Tests.Infrastructure;
using Xunit;

namespace CdsHooks.Service.Tests.People;

/// <summary>In Development, pages are for the machine itself.</summary>
public sealed class ThisMachineTests(ServiceApp app) : IClassFixture<ServiceApp>
{
    [Theory]
    [InlineData("127.0.0.1", "http://localhost:5080/", HttpStatusCode.OK)]
    [InlineData("127.8.9.1", "http://127.0.0.1:5080/", HttpStatusCode.OK)]
    [InlineData("::1", "http://[::1]:5080/", HttpStatusCode.OK)]
    [InlineData("::ffff:127.0.0.1", "http://cds.localhost/", HttpStatusCode.OK)]
    [InlineData("192.0.2.7", "http://localhost:5080/", HttpStatusCode.Forbidden)]
    [InlineData("::ffff:192.0.2.7", "http://localhost:5080/", HttpStatusCode.Forbidden)]
    [InlineData("fe80::1", "http://localhost:5080/", HttpStatusCode.Forbidden)]
    [InlineData("127.0.0.1", "http://rebound.example:5080/", HttpStatusCode.Forbidden)]
    [InlineData("127.0.0.1", "http://localhost.rebound.example/", HttpStatusCode.Forbidden)]
    [InlineData("127.0.0.1", "http://192.0.2.7:5080/", HttpStatusCode.Forbidden)]
    public async Task Pages_are_shown_to_this_machine_under_its_own_name(string from, string page, HttpStatusCode status)
    {
        app.RemoteAddress = IPAddress.Parse(from);

        using var response = await app.SendAsync(HttpMethod.Get, new Uri(page));
        using var form = await app.SendAsync(HttpMethod.Post, new Uri(page), PageRequest.Form(null));

        Assert.Equal(status, response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(status is HttpStatusCode.OK ? HttpStatusCode.BadRequest : status, form.StatusCode);
    }

    [Theory]
    [InlineData("X-Forwarded-For", "127.0.0.1")]
    [InlineData("X-Forwarded-Host", "localhost")]
    [InlineData("X-Real-IP", "127.0.0.1")]
    [InlineData("Forwarded", "for=127.0.0.1")]
    [InlineData("Via", "1.1 tunnel")]
    public async Task What_came_through_a_proxy_is_not_shown_pages(string name, string value)
    {
        app.RemoteAddress = IPAddress.Loopback;

        using var response = await app.SendAsync(HttpMethod.Get, new Uri("http://localhost/"), null, (name, value));

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Contains("came through a proxy", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("192.0.2.7", HttpStatusCode.Forbidden)]
    [InlineData("127.0.0.1", HttpStatusCode.OK)]
    public async Task A_trusted_proxy_says_whose_request_it_is(string client, HttpStatusCode status)
    {
        await using ServiceApp proxied = new() { Settings = Some.Settings(("Proxy:TrustedAddresses:0", "127.0.0.1")) };

        using var response = await proxied.SendAsync(HttpMethod.Get, new Uri("http://localhost/"), null, ("X-Forwarded-For", client));

        Assert.Equal(status, response.StatusCode);
    }

    [Fact]
    public async Task A_socket_without_an_address_is_not_this_machine()
    {
        app.RemoteAddress = null;

        using var response = await app.SendAsync(HttpMethod.Get, new Uri("http://localhost/"));

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task The_API_is_open_to_others_as_before()
    {
        app.RemoteAddress = IPAddress.Parse("192.0.2.7");

        using var response = await app.PostAsync(Some.ForeignCall);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }
}
