using System.Net;
using CdsHooks.Service.Tests.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CdsHooks.Service.Tests;

/// <summary>RFC 9110, HEAD: what GET would answer, without the body.</summary>
public sealed class HeadTests(ServiceApp app) : IClassFixture<ServiceApp>
{
    private static readonly string[] Paths =
    [
        "/cds-services", "/health/live", "/health/ready", "/openapi/v1.json", "/docs/lumbar-fusion", "/assets/workbench.css",
        "/fhir/metadata", "/fhir/PlanDefinition", "/fhir/PlanDefinition/lumbar-fusion",
    ];

    public static TheoryData<string> Answered => [.. Paths, "/no-such-page", "/docs/no-such-plan", "/fhir/Patient", "/fhir/ValueSet?colour=red", ServiceApp.Service];

    [Theory]
    [MemberData(nameof(Answered))]
    public async Task HEAD_is_answered_like_GET_without_a_body(string path)
    {
        using var got = await SendAsync(HttpMethod.Get, path);
        using var head = await SendAsync(HttpMethod.Head, path);

        Assert.Equal(got.StatusCode, head.StatusCode);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.NotEmpty(await got.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal(Headers(got), Headers(head), StringComparer.Ordinal);
    }

    [Fact]
    public void Every_route_that_is_got_is_among_those_tried()
    {
        var got = app.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(route => route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("GET", StringComparer.Ordinal) is true)
            .ToList();

        Assert.NotEmpty(got);
        Assert.All(got, route => Assert.Contains(Paths, path => IsOf(route, path)));
    }

    [Fact]
    public async Task An_answer_that_the_client_has_already_is_a_304_of_both()
    {
        using var got = await SendAsync(HttpMethod.Get, "/fhir/PlanDefinition/lumbar-fusion");

        using var head = await SendAsync(HttpMethod.Head, "/fhir/PlanDefinition/lumbar-fusion", got.Headers.ETag!.ToString());

        Assert.Equal(HttpStatusCode.NotModified, head.StatusCode);
    }

    private static bool IsOf(RouteEndpoint route, string path) =>
        new Microsoft.AspNetCore.Routing.Template.TemplateMatcher(
            new Microsoft.AspNetCore.Routing.Template.RouteTemplate(route.RoutePattern), []).TryMatch(path, []);

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? etag = null)
    {
        using var client = app.CreateClient();
        using var request = new HttpRequestMessage(method, path);
        if (etag is not null)
        {
            request.Headers.IfNoneMatch.ParseAdd(etag);
        }

        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>Lists the headers without the id of the request, which no two share.</summary>
    private static IEnumerable<string> Headers(HttpResponseMessage response) => response.Headers.Concat(response.Content.Headers)
        .Where(header => !string.Equals(header.Key, "X-Request-Id", StringComparison.OrdinalIgnoreCase))
        .Select(header => $"{header.Key}: {string.Join(", ", header.Value)}")
        .Order(StringComparer.Ordinal);
}
