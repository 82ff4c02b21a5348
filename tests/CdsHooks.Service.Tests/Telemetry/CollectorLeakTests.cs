using System.Text.Json.Nodes;
using CdsHooks.Service.Tests.FhirAccess;
using CdsHooks.Service.Tests.Infrastructure;
using Xunit;

namespace CdsHooks.Service.Tests.Telemetry;

/// <summary>A collector and a scrape of the metrics get nothing of a call: looked at are the very bytes that are sent.</summary>
public sealed class CollectorLeakTests : IAsyncLifetime
{
    private static readonly (string Name, string Value)[] Headers =
    [
        ("Authorization", $"Bearer {Sentinel.Text}"), ("User-Agent", Sentinel.Text), ("Referer", $"https://{Sentinel.Text}.example/"), ("X-Request-Id", Sentinel.Text),
        ("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"), ("tracestate", $"vendor={Sentinel.Text}"), ("baggage", $"patient={Sentinel.Text}"), ("X-Forwarded-For", Sentinel.Text),
    ];

    private readonly FaultyFhirServer _server = new();
    private Collector _collector = null!;

    public async ValueTask InitializeAsync() => _collector = await Collector.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _collector.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Golden_calls_and_broken_ones_leak_nothing()
    {
        await using var app = Start();
        foreach (var name in Some.CaseNames)
        {
            var planted = Sentinel.PlantedIn(Some.Case(name));
            using var good = await app.PostAsync(planted, Headers);
            foreach (var body in Sentinel.Broken(planted))
            {
                using var broken = await app.PostAsync(body, Headers);
            }
        }

        await AssertSilentAsync(app);
    }

    [Fact]
    public async Task Every_fault_of_a_FHIR_server_leaks_nothing()
    {
        await using var app = Start();
        foreach (var fault in FhirAnswers.Faults)
        {
            _server.Stub("/fhir/.*", FhirAnswers.Fault(fault, patient: Sentinel.Text));
            using var response = await app.PostAsync(Fetched(), Headers);
        }

        await AssertSilentAsync(app);
        Assert.Contains(_collector.Received(app, "traces"), text => text.Contains("FHIR request", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Paths_queries_hosts_and_codes_with_names_in_them_leak_nothing()
    {
        await using var app = Start();
        using var client = app.CreateClient();
        foreach (var path in (string[])[$"/{Sentinel.Text}", $"/fhir/Patient/{Sentinel.Text}", $"/fhir/PlanDefinition?name={Sentinel.Text}", $"/docs/{Sentinel.Text}", $"/cds-services/{Sentinel.Text}", $"/metrics?{Sentinel.Text}"])
        {
            using var response = await client.GetAsync(new Uri($"http://{Sentinel.Text}.example{path}"), TestContext.Current.CancellationToken);
            using var posted = await app.PostToAsync(path, Some.ForeignCall, Headers);
        }

        using var odd = new HttpRequestMessage(new HttpMethod(Sentinel.Text), new Uri("/cds-services", UriKind.Relative));
        using var answer = await client.SendAsync(odd, TestContext.Current.CancellationToken);
        var order = Some.ForeignCall.Replace("58410-2", Sentinel.Text, StringComparison.Ordinal);
        for (var call = 0; call < 10; call++)
        {
            using var asCode = await app.PostAsync(order);
            using var asLocalCode = await app.PostAsync(order.Replace("http://loinc.org", "urn:oid:1.2.3.4", StringComparison.Ordinal));
            using var asSystem = await app.PostAsync(order.Replace("http://loinc.org", $"https://{Sentinel.Text}.example", StringComparison.Ordinal));
        }

        await AssertSilentAsync(app);
    }

    private string Fetched()
    {
        var request = JsonNode.Parse(Sentinel.PlantedIn(Fetching.Without("v72-complete-care-120-days", _server.Address)))!;
        request["fhirServer"] = new Uri(_server.Address, "/fhir").AbsoluteUri;
        request["fhirAuthorization"]!["access_token"] = Sentinel.Text;
        request["fhirAuthorization"]!["token_type"] = "Bearer";
        return request.ToJsonString();
    }

    private ServiceApp Start() => new()
    {
        SendsLogs = true,
        Settings = Fetching.SettingsWith(_server.Address, [.. _collector.Settings, ("Clients:Anonymous:DeadlineMilliseconds", "600"), ("FhirAccess:AttemptMilliseconds", "600"), ("FhirAccess:MaxAnswerBytes", "100000")]),
    };

    private async Task AssertSilentAsync(ServiceApp app)
    {
        foreach (var signal in (string[])["traces", "metrics", "logs"])
        {
            var received = _collector.Received(app, signal);
            Assert.NotEmpty(received);
            Assert.True(!received.Any(Sentinel.IsIn), $"{signal}: {Around(received.FirstOrDefault(Sentinel.IsIn))}");
        }

        Assert.False(Sentinel.IsIn((await Scrape.OfAsync(app)).ToString()), "/metrics");
    }

    private static string Around(string? text)
    {
        var at = text?.IndexOf(Sentinel.Text, StringComparison.OrdinalIgnoreCase) ?? -1;
        return text is null || at < 0 ? string.Empty : text[Math.Max(0, at - 200)..Math.Min(text.Length, at + 100)];
    }
}
