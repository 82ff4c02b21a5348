using System.Net;
using CdsHooks.Service.Tests.FhirAccess;
using CdsHooks.Service.Tests.Infrastructure;
using Xunit;

namespace CdsHooks.Service.Tests.Telemetry;

/// <summary>Every answer and every log line has an id of ours, and the ids of a trace are passed on.</summary>
public sealed class RequestIdTests(ServiceApp app) : IClassFixture<ServiceApp>
{
    private const string TraceId = "4bf92f3577b34da6a3ce929d0e0e4736";

    [Theory]
    [InlineData("GET", "/cds-services", HttpStatusCode.OK)]
    [InlineData("GET", "/health/ready", HttpStatusCode.OK)]
    [InlineData("GET", "/docs/lumbar-fusion", HttpStatusCode.OK)]
    [InlineData("POST", "/cds-services/lumbar-fusion-order-sign", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("GET", "/cds-services/lumbar-fusion-order-sign", HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "/nowhere", HttpStatusCode.NotFound)]
    public async Task Every_answer_has_a_request_id_of_its_own(string method, string path, HttpStatusCode status)
    {
        var first = await IdOfAsync(method, path, status);
        var second = await IdOfAsync(method, path, status);

        Assert.Matches("^[0-9a-f]{32}-[0-9a-f]{16}$", first);
        Assert.NotEqual(first, second, StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_request_id_of_the_caller_is_not_taken_over()
    {
        using var response = await app.PostAsync(Some.ForeignCall, ("X-Request-Id", "patient-12345"), ("Request-Id", "|12345."), ("traceparent", "00-12345-12345-01"));

        Assert.DoesNotContain("12345", Id(response), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trace_is_continued_and_each_of_its_requests_is_told_apart()
    {
        using var first = await app.PostAsync(Some.ForeignCall, ("traceparent", $"00-{TraceId}-00f067aa0ba902b7-01"));
        using var second = await app.PostAsync(Some.ForeignCall, ("traceparent", $"00-{TraceId}-00f067aa0ba902b7-01"));

        Assert.StartsWith(TraceId, Id(first), StringComparison.Ordinal);
        Assert.StartsWith(TraceId, Id(second), StringComparison.Ordinal);
        Assert.NotEqual(Id(first), Id(second), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Log_lines_of_a_request_are_in_the_scope_of_its_id()
    {
        using var response = await app.PostAsync("{", []);

        Assert.Contains(app.Logs.Lines, line => line.Contains($"scope RequestId={Id(response)}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_registered_FHIR_server_gets_the_trace_and_nothing_else_of_it()
    {
        await using FaultyFhirServer server = new();
        server.Stub("/.*", FhirAnswers.Answer());
        await using var fetching = Fetching.AppWith(server.Address);

        using var response = await fetching.PostAsync(
            Fetching.Without("v72-complete-care-120-days", server.Address), ("traceparent", $"00-{TraceId}-00f067aa0ba902b7-01"), ("tracestate", "vendor=a"), ("baggage", "patient=b"));

        Assert.StartsWith(TraceId, Id(response), StringComparison.Ordinal);
        Assert.NotEmpty(server.Headers);
        Assert.All(server.Headers, headers =>
        {
            Assert.StartsWith($"00-{TraceId}-", headers["traceparent"], StringComparison.Ordinal);
            Assert.All((string[])["tracestate", "baggage", "Correlation-Context"], name => Assert.DoesNotContain(name, headers.Keys, StringComparer.OrdinalIgnoreCase));
        });
    }

    private static string Id(HttpResponseMessage response) => Assert.Single(response.Headers.GetValues("X-Request-Id"));

    private async Task<string> IdOfAsync(string method, string path, HttpStatusCode status)
    {
        using var client = app.CreateClient();
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(status, response.StatusCode);
        return Id(response);
    }
}
