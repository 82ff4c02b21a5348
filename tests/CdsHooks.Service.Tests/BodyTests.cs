using System.Net;
using System.Text;
using CdsHooks.Service.Tests.Infrastructure;
using Xunit;

namespace CdsHooks.Service.Tests;

/// <summary>However a body arrives, it is read as one.</summary>
public sealed class BodyTests(ServiceApp app) : IClassFixture<ServiceApp>
{
    [Theory]
    [InlineData(1, false)]
    [InlineData(7, false)]
    [InlineData(4096, false)]
    [InlineData(1, true)]
    [InlineData(7, true)]
    [InlineData(4096, true)]
    public async Task Pieces_of_any_size_with_or_without_a_length_make_the_same_request(int size, bool isAnnounced)
    {
        var bytes = Encoding.UTF8.GetBytes(Some.Case("v66-progressive-weakness"));
        using var whole = await app.PostAsync(Some.Case("v66-progressive-weakness"));
        using var client = app.CreateClient();
        using var content = new PiecewiseContent(bytes, size, isAnnounced);

        using var response = await client.PostAsync(new Uri(ServiceApp.Service, UriKind.Relative), content, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(whole.Content.Headers.ContentLength, response.Content.Headers.ContentLength);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_over_the_limit_is_a_413(bool isAnnounced)
    {
        await using var small = new ServiceApp { Settings = Some.Settings(("ServiceCall:MaxBodyBytes", "65536")) };
        using var client = small.CreateClient();
        using var fitting = new PiecewiseContent(Pad(65536), 4000, isAnnounced);
        using var larger = new PiecewiseContent(Pad(65537), 4000, isAnnounced);

        using var fine = await client.PostAsync(new Uri(ServiceApp.Service, UriKind.Relative), fitting, TestContext.Current.CancellationToken);
        using var refused = await client.PostAsync(new Uri(ServiceApp.Service, UriKind.Relative), larger, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, fine.StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, refused.StatusCode);
        Assert.Equal("too-long", (await refused.JsonAsync()).GetProperty("issue")[0].GetProperty("code").GetString());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ten_megabytes_of_chart_are_answered(bool isAnnounced)
    {
        var entries = string.Join(',', Enumerable.Range(0, 80_000).Select(i =>
            $$$"""{"resource":{"resourceType":"Observation","id":"{{{i}}}","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"8480-6"}]} } }"""));
        var body = Some.FusionCall($$$"""{"observations":{"resourceType":"Bundle","entry":[{{{entries}}}]}}""");
        Assert.True(body.Length > 10_000_000, $"{body.Length} bytes");

        using var client = app.CreateClient();
        using var content = new PiecewiseContent(Encoding.UTF8.GetBytes(body), 50_000, isAnnounced);

        using var response = await client.PostAsync(new Uri(ServiceApp.Service, UriKind.Relative), content, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var retrieval = (await response.JsonAsync()).GetProperty("extension").GetProperty("example.cdshooks.assessment").GetProperty("retrieval");
        Assert.Equal(80_000, retrieval[2].GetProperty("count").GetInt32());
    }

    [Theory]
    [InlineData("")]
    [InlineData("\uFEFF")]
    public async Task An_empty_body_and_a_broken_one_give_different_errors(string body)
    {
        using var response = await app.PostAsync(body);

        Assert.Equal("$ must be a JSON object; the body is empty.", (await response.JsonAsync()).GetProperty("issue")[0].GetProperty("details").GetProperty("text").GetString());
    }

    private static byte[] Pad(int length) => Encoding.UTF8.GetBytes(Some.ForeignCall.PadRight(length));
}
