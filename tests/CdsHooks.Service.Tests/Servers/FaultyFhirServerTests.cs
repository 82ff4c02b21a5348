using System.Net;
using System.Net.NetworkInformation;
using System.Text.Json;
using CdsHooks.Service.Tests.Infrastructure;
using Xunit;
using Xunit.Sdk;

namespace CdsHooks.Service.Tests.Servers;

/// <summary>The FHIR servers that fail: each fault does what its name says to an HTTP client.</summary>
public sealed class FaultyFhirServerTests : IAsyncDisposable
{
    private const string Search = "/fhir/Observation?patient=p1";

    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    private readonly FaultyFhirServer _server = new();
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = Long };

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_request_without_a_stub_fails_the_test()
    {
        List<(string Target, HttpStatusCode Status)> seen = [];
        var failure = await Assert.ThrowsAnyAsync<XunitException>(async () =>
        {
            await using FaultyFhirServer server = new();
            server.Stub("/fhir/Condition", FhirAnswers.Answer());
            foreach (var target in (string[])["/fhir/Condition?patient=p1", Search])
            {
                using var response = await _client.GetAsync(new Uri(server.Address, target), TestContext.Current.CancellationToken);
                seen.Add((server.Requests[^1].Target, response.StatusCode));
            }
        });

        Assert.Equal([("/fhir/Condition?patient=p1", HttpStatusCode.OK), (Search, HttpStatusCode.NotFound)], seen);
        Assert.Equal($"No stub for GET {Search}", failure.Message);
    }

    [Fact]
    public async Task Of_several_stubs_the_newest_answers_and_a_path_is_a_whole_one()
    {
        _server.Stub("/fhir/.*", FhirAnswers.Answer());
        _server.Stub("/fhir/Observation", FhirAnswers.NotFound());
        _server.Stub("/fhir/Observation", FhirAnswers.Forbidden());

        using var observation = await GetAsync(Search);
        using var longer = await GetAsync("/fhir/ObservationDefinition");

        Assert.Equal(HttpStatusCode.Forbidden, observation.StatusCode);
        Assert.Equal(HttpStatusCode.OK, longer.StatusCode);
    }

    [Fact]
    public async Task Only_this_machine_can_reach_it()
    {
        var listeners = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Where(listener => _server.Ports.Contains(listener.Port)).ToList();

        Assert.Equal(2, listeners.Count);
        Assert.All(listeners, listener => Assert.Equal(IPAddress.Loopback, listener.Address));
    }

    [Theory]
    [InlineData("too-many-requests", HttpStatusCode.TooManyRequests)]
    [InlineData("unavailable", HttpStatusCode.ServiceUnavailable)]
    [InlineData("server-error", HttpStatusCode.InternalServerError)]
    [InlineData("unauthorized", HttpStatusCode.Unauthorized)]
    [InlineData("forbidden", HttpStatusCode.Forbidden)]
    [InlineData("not-found", HttpStatusCode.NotFound)]
    [InlineData("outcome-with-200", HttpStatusCode.OK)]
    public async Task A_rejection_is_an_OperationOutcome(string fault, HttpStatusCode status)
    {
        _server.Stub("/fhir/.*", FhirAnswers.Fault(fault));

        using var response = await GetAsync(Search);

        Assert.Equal(status, response.StatusCode);
        Assert.Equal("OperationOutcome", (await response.JsonAsync()).GetProperty("resourceType").GetString());
        Assert.Equal(fault is "too-many-requests" ? TimeSpan.FromSeconds(1) : null, response.Headers.RetryAfter?.Delta);
    }

    [Theory]
    [InlineData("server-error-then-answer", HttpStatusCode.InternalServerError)]
    [InlineData("too-many-requests-then-answer", HttpStatusCode.TooManyRequests)]
    public async Task A_passing_fault_passes(string fault, HttpStatusCode status)
    {
        _server.Stub("/fhir/.*", FhirAnswers.Fault(fault));

        using var first = await GetAsync(Search);
        using var second = await GetAsync(Search);
        using var third = await GetAsync(Search);

        Assert.Equal([status, HttpStatusCode.OK, HttpStatusCode.OK], new[] { first, second, third }.Select(response => response.StatusCode));
    }

    [Theory]
    [InlineData("connection-reset")]
    [InlineData("empty-response")]
    [InlineData("random-data")]
    public async Task A_broken_connection_gives_no_answer(string fault)
    {
        _server.Stub("/fhir/.*", FhirAnswers.Fault(fault));

        await Assert.ThrowsAsync<HttpRequestException>(async () => (await GetAsync(Search)).Dispose());
    }

    [Theory]
    [InlineData("malformed-chunk")]
    [InlineData("truncated-body")]
    public async Task A_broken_body_begins_well(string fault)
    {
        _server.Stub("/fhir/.*", FhirAnswers.Fault(fault));

        using var response = await GetAsync(Search);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Cut_JSON_comes_whole_and_is_not_JSON()
    {
        _server.Stub("/fhir/.*", FhirAnswers.Fault("cut-json"));

        using var response = await GetAsync(Search);

        await Assert.ThrowsAnyAsync<JsonException>(response.JsonAsync);
    }

    [Fact]
    public async Task A_late_answer_keeps_even_its_headers_back()
    {
        _server.Stub("/fhir/.*", FhirAnswers.FixedDelay(10_000));
        using var impatience = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _client.GetAsync(new Uri(_server.Address, Search), HttpCompletionOption.ResponseHeadersRead, impatience.Token));
    }

    [Fact]
    public async Task A_dripping_answer_shows_its_headers_and_keeps_its_body_back()
    {
        _server.Stub("/fhir/.*", FhirAnswers.SlowDrip(10_000));

        using var response = await GetAsync(Search);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        using var impatience = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => response.Content.ReadAsByteArrayAsync(impatience.Token));
    }

    [Fact]
    public async Task A_page_of_a_gateway_is_no_JSON()
    {
        _server.Stub("/fhir/.*", FhirAnswers.Fault("wrong-content-type"));

        using var response = await GetAsync(Search);

        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("foreign-redirect")]
    [InlineData("foreign-next")]
    public async Task A_foreign_link_that_is_followed_is_a_request_without_a_stub(string fault)
    {
        var failure = await Assert.ThrowsAnyAsync<XunitException>(async () =>
        {
            await using FaultyFhirServer server = new();
            server.Stub("/fhir/.*", FhirAnswers.Fault(fault));
            using var response = await _client.GetAsync(new Uri(server.Address, Search), TestContext.Current.CancellationToken);
            var target = response.Headers.Location ?? Next(await response.JsonAsync());
            Assert.NotEqual(server.Address.Authority, target.Authority, StringComparer.Ordinal);
            using var followed = await _client.GetAsync(target, TestContext.Current.CancellationToken);
        });

        Assert.StartsWith("No stub for GET /elsewhere/fhir/Observation", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Endless_paging_never_repeats_a_page()
    {
        _server.Stub("/fhir/.*", FhirAnswers.Fault("endless-paging"));
        var ids = new List<string?>();

        for (var next = new Uri(_server.Address, Search); ids.Count < 5;)
        {
            using var response = await _client.GetAsync(next, TestContext.Current.CancellationToken);
            var page = await response.JsonAsync();
            ids.Add(page.GetProperty("entry")[0].GetProperty("resource").GetProperty("id").GetString());
            next = Next(page);
        }

        Assert.Equal(["page-1", "page-2", "page-3", "page-4", "page-5"], ids, StringComparer.Ordinal);
    }

    [Fact]
    public async Task Another_patient_may_come_along_with_the_right_one()
    {
        _server.Stub("/fhir/.*", FhirAnswers.AnotherPatient("Observation", "own", "stranger"));

        using var response = await GetAsync(Search);

        var subjects = (await response.JsonAsync()).GetProperty("entry").EnumerateArray()
            .Select(entry => entry.GetProperty("resource").GetProperty("subject").GetProperty("reference").GetString());
        Assert.Equal(["Patient/own", "Patient/stranger"], subjects, StringComparer.Ordinal);
    }

    [Fact]
    public async Task An_oversized_answer_has_the_requested_size_and_is_valid()
    {
        _server.Stub("/fhir/.*", FhirAnswers.Oversized(3_000_000));

        using var response = await GetAsync(Search);

        Assert.Equal(3_000_000, (await response.JsonAsync()).GetProperty("id").GetString()!.Length);
    }

    [Fact]
    public async Task Deep_JSON_has_the_requested_depth_and_is_valid()
    {
        _server.Stub("/fhir/.*", FhirAnswers.DeepJson(400));

        using var response = await GetAsync(Search);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        using var right = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 802 });
        Assert.ThrowsAny<JsonException>(() => JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 801 }));
    }

    private static Uri Next(JsonElement page) => new(page.GetProperty("link")[0].GetProperty("url").GetString()!);

    private Task<HttpResponseMessage> GetAsync(string place) =>
        _client.GetAsync(new Uri(_server.Address, place), HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
}
