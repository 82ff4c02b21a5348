using System.Net;
using System.Text.Json;
using CdsHooks.Service.Tests.Infrastructure;
using Xunit;
using Xunit.Sdk;

namespace CdsHooks.Service.Tests.Servers;

/// <summary>WireMock and its library of faults: each does what its name says.</summary>
[Collection(RealServers.Name)]
public sealed class WireMockTests(WireMock wireMock, FhirServer server) : IAsyncLifetime
{
    private const string Search = "/fhir/Observation?patient=p1";

    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = Long };

    public static TheoryData<string> Files => [.. StubFile.Names];

    public async ValueTask InitializeAsync() => await wireMock.ResetAsync();

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Every_file_of_stubs_is_accepted(string name) =>
        Assert.Null(await Record.ExceptionAsync(() => wireMock.StubFileAsync(name, name is "proxy" ? [("target", "http://127.0.0.1:1")] : [])));

    [Fact]
    public async Task A_request_without_a_stub_fails_the_test()
    {
        await wireMock.StubFileAsync("answer", ("path", "/fhir/Condition"));
        using var stubbed = await GetAsync("/fhir/Condition?patient=p1");
        await wireMock.AssertAllMatchedAsync();

        using var unknown = await GetAsync(Search);

        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.Equal([Search], (await wireMock.UnmatchedAsync()).Select(request => request.Target), StringComparer.Ordinal);
        var failure = await Assert.ThrowsAsync<FailException>(wireMock.AssertAllMatchedAsync);
        Assert.Contains($"GET {Search}", failure.Message, StringComparison.Ordinal);
        Assert.Equal(["/fhir/Condition?patient=p1", Search], (await wireMock.RequestsAsync()).Select(request => request.Target), StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_stub_is_added_as_JSON_and_gone_after_a_reset()
    {
        await wireMock.StubAsync("""{"request":{"urlPath":"/fhir/Observation"},"response":{"status":418}}""");
        using var before = await GetAsync(Search);

        await wireMock.ResetAsync();
        using var after = await GetAsync(Search);

        Assert.Equal((HttpStatusCode)418, before.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, after.StatusCode);
    }

    [Fact]
    public async Task A_value_that_a_file_has_no_place_for_or_lacks_is_refused()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => wireMock.StubFileAsync("unavailable", ("seconds", "3")));
        await Assert.ThrowsAsync<InvalidOperationException>(() => wireMock.StubFileAsync("proxy"));
    }

    [Fact]
    public async Task A_fault_can_be_laid_over_the_FHIR_server_whose_links_then_stay_here()
    {
        await server.ResetAsync();
        await wireMock.StubFileAsync("proxy", ("target", server.Address.GetLeftPart(UriPartial.Authority)));
        await wireMock.StubFileAsync("unavailable", ("path", "/fhir/Condition"));

        using var observations = await GetAsync(Search);
        using var conditions = await GetAsync("/fhir/Condition?patient=p1");

        Assert.Equal(HttpStatusCode.OK, observations.StatusCode);
        var self = (await observations.JsonAsync()).GetProperty("link")[0].GetProperty("url").GetString();
        Assert.StartsWith(wireMock.Address.ToString(), self, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, conditions.StatusCode);
        await wireMock.AssertAllMatchedAsync();
    }

    [Theory]
    [InlineData("too-many-requests", HttpStatusCode.TooManyRequests)]
    [InlineData("unavailable", HttpStatusCode.ServiceUnavailable)]
    [InlineData("server-error", HttpStatusCode.InternalServerError)]
    [InlineData("unauthorized", HttpStatusCode.Unauthorized)]
    [InlineData("forbidden", HttpStatusCode.Forbidden)]
    [InlineData("not-found", HttpStatusCode.NotFound)]
    [InlineData("outcome-with-200", HttpStatusCode.OK)]
    public async Task A_refusal_is_an_OperationOutcome(string fault, HttpStatusCode status)
    {
        await wireMock.StubFileAsync(fault);

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
        await wireMock.StubFileAsync(fault);

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
        await wireMock.StubFileAsync(fault);

        await Assert.ThrowsAsync<HttpRequestException>(async () => (await GetAsync(Search)).Dispose());
    }

    [Theory]
    [InlineData("malformed-chunk")]
    [InlineData("truncated-body")]
    public async Task A_broken_body_begins_well(string fault)
    {
        await wireMock.StubFileAsync(fault);

        using var response = await GetAsync(Search);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Cut_JSON_comes_whole_and_is_not_JSON()
    {
        await wireMock.StubFileAsync("cut-json");

        using var response = await GetAsync(Search);

        await Assert.ThrowsAnyAsync<JsonException>(response.JsonAsync);
    }

    [Fact]
    public async Task A_late_answer_keeps_even_its_headers_back()
    {
        await wireMock.StubFileAsync("fixed-delay", ("milliseconds", "10000"));
        using var impatience = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _client.GetAsync(new Uri(wireMock.Address, Search), HttpCompletionOption.ResponseHeadersRead, impatience.Token));
    }

    [Fact]
    public async Task A_dripping_answer_shows_its_headers_and_keeps_its_body_back()
    {
        await wireMock.StubFileAsync("slow-drip", ("milliseconds", "10000"));

        using var response = await GetAsync(Search);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        using var impatience = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => response.Content.ReadAsByteArrayAsync(impatience.Token));
    }

    [Fact]
    public async Task A_page_of_a_gateway_is_no_JSON()
    {
        await wireMock.StubFileAsync("wrong-content-type");

        using var response = await GetAsync(Search);

        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_foreign_redirect_that_is_followed_is_an_unmatched_request()
    {
        await wireMock.StubFileAsync("foreign-redirect");

        using var response = await GetAsync(Search);

        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        await AssertFollowingIsSeenAsync(response.Headers.Location!);
    }

    [Fact]
    public async Task A_foreign_next_link_that_is_followed_is_an_unmatched_request()
    {
        await wireMock.StubFileAsync("foreign-next");

        using var response = await GetAsync(Search);

        await AssertFollowingIsSeenAsync(Next(await response.JsonAsync()));
    }

    [Fact]
    public async Task Endless_paging_never_repeats_a_page()
    {
        await wireMock.StubFileAsync("endless-paging");
        var ids = new List<string?>();

        for (var next = new Uri(wireMock.Address, Search); ids.Count < 5;)
        {
            using var response = await _client.GetAsync(next, TestContext.Current.CancellationToken);
            var page = await response.JsonAsync();
            ids.Add(page.GetProperty("entry")[0].GetProperty("resource").GetProperty("id").GetString());
            next = Next(page);
        }

        Assert.Equal(["page-1", "page-2", "page-3", "page-4", "page-5"], ids, StringComparer.Ordinal);
    }

    [Fact]
    public async Task Another_patient_stands_beside_the_own_one()
    {
        await wireMock.StubFileAsync("another-patient", ("patient", "own"), ("other", "stranger"));

        using var response = await GetAsync(Search);

        var subjects = (await response.JsonAsync()).GetProperty("entry").EnumerateArray()
            .Select(entry => entry.GetProperty("resource").GetProperty("subject").GetProperty("reference").GetString());
        Assert.Equal(["Patient/own", "Patient/stranger"], subjects, StringComparer.Ordinal);
    }

    [Fact]
    public async Task An_oversized_answer_has_the_bytes_asked_for_and_is_right()
    {
        await wireMock.StubFileAsync("oversized", ("bytes", "3000000"));

        using var response = await GetAsync(Search);

        Assert.Equal(3_000_000, (await response.JsonAsync()).GetProperty("id").GetString()!.Length);
    }

    [Fact]
    public async Task Deep_JSON_is_as_deep_as_asked_and_right()
    {
        await wireMock.StubFileAsync("deep-json", ("depth", "400"));

        using var response = await GetAsync(Search);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        using var right = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 802 });
        Assert.ThrowsAny<JsonException>(() => JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 801 }));
    }

    private static Uri Next(JsonElement page) => new(page.GetProperty("link")[0].GetProperty("url").GetString()!);

    private async Task AssertFollowingIsSeenAsync(Uri target)
    {
        Assert.NotEqual(wireMock.Address.GetLeftPart(UriPartial.Authority), target.GetLeftPart(UriPartial.Authority), StringComparer.Ordinal);
        await wireMock.AssertAllMatchedAsync();

        using var followed = await _client.GetAsync(target, TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<FailException>(wireMock.AssertAllMatchedAsync);
    }

    private Task<HttpResponseMessage> GetAsync(string place) =>
        _client.GetAsync(new Uri(wireMock.Address, place), HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
}
