using System.Net;
using System.Text.RegularExpressions;
using CdsHooks.Service.Tests.Infrastructure;
using Xunit;

namespace CdsHooks.Service.Tests;

/// <summary>CDS Hooks, Discovery.</summary>
public sealed partial class DiscoveryTests(ServiceApp app) : IClassFixture<ServiceApp>
{
    /// <summary>Neither a hookVersion, which is unclear for these hooks, nor an address of its own.</summary>
    private static readonly string[] Members = ["hook", "id", "title", "description", "usageRequirements", "version", "prefetch", "extension"];

    [Fact]
    public async Task The_document_is_served_byte_for_byte()
    {
        using var client = app.CreateClient();

        using var response = await client.GetAsync(new Uri("/cds-services", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/json; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Equal(
            await File.ReadAllBytesAsync(Path.Combine(Some.Repository, "cds-services.json"), TestContext.Current.CancellationToken),
            await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Every_service_has_what_the_specification_requires_and_stays_within_the_recommended_queries()
    {
        using var client = app.CreateClient();
        using var response = await client.GetAsync(new Uri("/cds-services", UriKind.Relative), TestContext.Current.CancellationToken);

        var services = (await response.JsonAsync()).GetProperty("services");

        Assert.NotEqual(0, services.GetArrayLength());
        foreach (var service in services.EnumerateArray())
        {
            Assert.All(["hook", "id", "title", "description", "usageRequirements"], name => Assert.NotEmpty(service.GetProperty(name).GetString()!));
            Assert.Equal("2.0.1", service.GetProperty("version").GetString());
            Assert.All(service.GetProperty("prefetch").EnumerateObject(), template => Assert.Matches(Template(), template.Value.GetString()!));
        }
    }

    [Fact]
    public async Task The_discovery_document_lists_services_with_unique_ids_that_are_safe_in_an_address()
    {
        using var client = app.CreateClient();
        using var response = await client.GetAsync(new Uri("/cds-services", UriKind.Relative), TestContext.Current.CancellationToken);

        var services = (await response.JsonAsync()).GetProperty("services").EnumerateArray().ToList();
        var ids = services.ConvertAll(service => service.GetProperty("id").GetString()!);

        Assert.All(ids, id => Assert.Equal(id, Uri.EscapeDataString(id)));
        Assert.Equal(ids.Count, ids.Distinct(StringComparer.Ordinal).Count());
        Assert.All(services, service => Assert.Empty(service.EnumerateObject().Select(member => member.Name).Except(Members, StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer made-up")]
    public async Task Discovery_is_open_with_or_without_a_token(string? authorization)
    {
        using var client = app.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/cds-services", UriKind.Relative));
        request.Headers.TryAddWithoutValidation("Authorization", authorization);

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [GeneratedRegex(@"^[A-Z][A-Za-z]+(/\{\{context\.patientId\}\}|\?patient=\{\{context\.patientId\}\})$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Template();
}
