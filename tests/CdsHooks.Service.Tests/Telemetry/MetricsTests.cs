using System.Net;
using CdsHooks.Service.Tests.Infrastructure;
using Xunit;

namespace CdsHooks.Service.Tests.Telemetry;

/// <summary>What a scrape shows after a morning's work.</summary>
public sealed class MetricsTests(BusyService busy) : IClassFixture<BusyService>
{
    [Theory]
    [InlineData("cdshooks_call_duration_seconds_bucket{outcome=\"card\",service=\"lumbar-fusion-order-sign\",le=\"0.0005\"}", "latency from half a millisecond on")]
    [InlineData("cdshooks_call_duration_seconds_count{outcome=\"no-card\",service=\"lumbar-fusion-order-sign\"}", "assessed, without a card")]
    [InlineData("cdshooks_call_duration_seconds_count{outcome=\"not-covered\",service=\"lumbar-fusion-order-sign\"}", "orders of others")]
    [InlineData("cdshooks_call_duration_seconds_count{outcome=\"rejected\",service=\"lumbar-fusion-order-sign\"}", "a broken call")]
    [InlineData("cdshooks_assessments_total{card=\"conservativeCareMissing\",row=\"D2c\",service=\"lumbar-fusion-order-sign\"}", "cards by kind and row")]
    [InlineData("cdshooks_assessments_total{card=\"none\",row=\"D1-adult\",service=\"lumbar-fusion-order-sign\"}", "rows without a card")]
    [InlineData("cdshooks_criteria_total{criterion=\"instability\",reason=\"borderline\",result=\"unknown\",service=\"lumbar-fusion-order-sign\"}", "results and reasons")]
    [InlineData("cdshooks_retrievals_total{key=\"observations\",outcome=\"prefetched\"}", "retrieval outcomes")]
    [InlineData("cdshooks_feedback_total{outcome=\"accepted\",service=\"lumbar-fusion-order-sign\"}", "feedback")]
    [InlineData("cdshooks_feedback_total{outcome=\"rejected\",service=\"lumbar-fusion-order-sign\"}", "feedback that is not valid")]
    [InlineData("cdshooks_rules_info{plan=\"https://cdshooks.example.org/fhir/PlanDefinition/lumbar-fusion|", "the rules in force")]
    [InlineData("cdshooks_rules_loads_total{outcome=\"refused\"} 0", "refused rules, from zero")]
    [InlineData("cdshooks_authentications_unguarded_total", "calls that a replica guards alone, from zero")]
    [InlineData("cdshooks_decisions_total{outcome=\"dropped\"}", "lost decisions, from zero")]
    [InlineData("cdshooks_places_limit{} ", "places")]
    [InlineData("cdshooks_store_available{} ", "the store")]
    [InlineData("cdshooks_store_lag_seconds{} ", "the lag of the store")]
    [InlineData("cdshooks_fhir_server_paused{server=\"http://127.0.0.1:", "the breaker")]
    [InlineData("cdshooks_codes{code=\"58410-2\",system=\"http://loinc.org\",use=\"order\"}", "codes of orders that no plan covers")]
    [InlineData("http_server_request_duration_seconds_bucket{", "ASP.NET Core's own")]
    [InlineData("http_client_request_duration_seconds_bucket{", "outgoing requests")]
    [InlineData("dotnet_process_memory_working_set_bytes", "the runtime's own")]
    public void A_scrape_shows(string line, string what) => Assert.True(busy.Scrape.Has(line), $"{what}\n{busy.Scrape.About(line)}");

    [Fact]
    public async Task Outside_development_metrics_are_not_at_the_address_of_the_service()
    {
        await using var app = Production();
        using var client = app.CreateClient();
        using var response = await client.GetAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task A_port_of_their_own_serves_metrics_and_health_and_no_calls()
    {
        await using var own = Production(("Telemetry:MetricsPort", "9464"));
        own.LocalPort = 9464;
        await using var service = Production(("Telemetry:MetricsPort", "9464"));
        service.LocalPort = 5080;

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(own, "/metrics"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(own, "/health/live"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(own, "/cds-services"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(own, "/fhir/metadata"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(service, "/metrics"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(service, "/Metrics/"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(service, "/health/live"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(service, "/cds-services"));
    }

    private static ServiceApp Production(params (string Name, string Value)[] settings) => new()
    {
        Environment = "Production",
        Settings = Some.Settings([("Access:AllowAnonymous", "true"), .. settings]),
    };

    private static async Task<HttpStatusCode> StatusAsync(ServiceApp app, string path)
    {
        using var client = app.CreateClient();
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        return response.StatusCode;
    }
}
