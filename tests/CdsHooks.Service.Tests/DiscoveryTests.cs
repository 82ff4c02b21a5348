using System.Net;
using System.Text.RegularExpressions;
using CdsHooks.Service.Tests.Infrastructure;
using Xunit;

namespace CdsHooks.Service.Tests;

/// <summary>CDS Hooks, Discovery.</summary>
public sealed partial class DiscoveryTests(ServiceApp app) : IClassFixture<ServiceApp>
{
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

    [GeneratedRegex(@"^[A-Z][A-Za-z]+(/\{\{context\.patientId\}\}|\?patient=\{\{context\.patientId\}\})$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Template();
}
