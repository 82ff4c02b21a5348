using System.Net;
using System.Text.Json;
using CdsHooks.Service.Host.Health;
using CdsHooks.Service.Tests.Infrastructure;
using Xunit;

namespace CdsHooks.Service.Tests;

public sealed class HealthTests(ServiceApp app) : IClassFixture<ServiceApp>
{
    [Theory]
    [InlineData("/health/live", """^{"status":"live"}$""")]
    [InlineData("/health/ready", """^{"status":"ready","rules":"[0-9a-f]{12}"}$""")]
    public async Task The_service_is_live_and_ready_once_it_has_started(string path, string body)
    {
        using var client = app.CreateClient();

        using var response = await client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Matches(body, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_service_that_has_started_has_its_models_ready()
    {
        using var client = app.CreateClient();

        Assert.True(Preparation.Done.IsCompletedSuccessfully);
    }

    [Fact]
    public void Warming_up_goes_through_a_decision()
    {
        using var client = app.CreateClient();

        Assert.Contains(app.Logs.Lines, line => line.Contains("CallAnswerer[1101]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_description_lists_every_route_with_its_statuses()
    {
        using var client = app.CreateClient();

        using var response = await client.GetAsync(new Uri("/openapi/v1.json", UriKind.Relative), TestContext.Current.CancellationToken);
        var paths = (await response.JsonAsync()).GetProperty("paths");

        Assert.Equal(
            ["/cds-services", "/cds-services/{id}", "/cds-services/{id}/feedback", "/fhir/metadata", "/fhir/{type}", "/fhir/{type}/_search", "/fhir/{type}/{id}", "/health/live", "/health/ready"],
            paths.EnumerateObject().Select(path => path.Name), StringComparer.Ordinal);
        var call = paths.GetProperty("/cds-services/{id}").GetProperty("post");
        Assert.Equal(["200", "400", "401", "404", "408", "412", "413", "415", "429", "500", "503"], call.GetProperty("responses").EnumerateObject().Select(status => status.Name).Order(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.EndsWith("/HookCall", SchemaOf(call.GetProperty("requestBody")), StringComparison.Ordinal);
        Assert.EndsWith("/OperationOutcome", SchemaOf(call.GetProperty("responses").GetProperty("412")), StringComparison.Ordinal);
        Assert.Equal(["id", "X-CDS-As-Of"], ParametersOf(call), StringComparer.Ordinal);
        Assert.Equal(
            ["type", "_id", "name", "status", "title", "url", "version", "_count", "_offset"], ParametersOf(paths.GetProperty("/fhir/{type}").GetProperty("get")), StringComparer.Ordinal);
        var feedback = paths.GetProperty("/cds-services/{id}/feedback").GetProperty("post");
        Assert.Equal(["200", "400", "401", "404", "408", "413", "415", "429", "500", "503"], feedback.GetProperty("responses").EnumerateObject().Select(status => status.Name).Order(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.EndsWith("/Feedback", SchemaOf(feedback.GetProperty("requestBody")), StringComparison.Ordinal);
    }

    private static IEnumerable<string?> ParametersOf(JsonElement operation) =>
        operation.GetProperty("parameters").EnumerateArray().Select(parameter => parameter.GetProperty("name").GetString());

    private static string? SchemaOf(JsonElement body) =>
        body.GetProperty("content").GetProperty("application/json").GetProperty("schema").GetProperty("$ref").GetString();
}
