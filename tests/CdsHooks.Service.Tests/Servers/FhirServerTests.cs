using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using CdsHooks.Service.Tests.Infrastructure;
using Xunit;

namespace CdsHooks.Service.Tests.Servers;

/// <summary>The FHIR server of the tests: what it adds to the packages that it is made of.</summary>
[Collection(RealServers.Name)]
public sealed class FhirServerTests(FhirServer server) : IAsyncLifetime
{
    private readonly HttpClient _client = new(new SocketsHttpHandler());

    public async ValueTask InitializeAsync() => await server.ResetAsync();

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_chart_that_was_prefetched_can_be_fetched()
    {
        using var request = JsonDocument.Parse(Some.Case("retrieval-full-chart"));
        await server.LoadAsync(request.RootElement);
        var patient = request.RootElement.GetProperty("context").GetProperty("patientId").GetString();
        var sets = request.RootElement.GetProperty("prefetch").EnumerateObject().Where(set => set.Name is not "patient").ToList();

        Assert.Equal("Patient", (await GetAsync($"Patient/{patient}")).GetProperty("resourceType").GetString());
        Assert.NotEmpty(sets);
        Assert.All(sets, set => Assert.NotEmpty(Ids(set.Value)));
        foreach (var set in sets)
        {
            var type = set.Value.GetProperty("entry")[0].GetProperty("resource").GetProperty("resourceType").GetString();
            Assert.Equal(Ids(set.Value), Ids(await GetAsync($"{type}?patient={patient}")), StringComparer.Ordinal);
        }
    }

    [Fact]
    public async Task A_large_set_comes_in_pages_of_fifty_each_with_a_link_to_the_next()
    {
        await PutObservationsAsync(120);

        var first = await GetAsync("Observation?patient=p1");
        var second = await GetAsync(Link(first, "next")!);
        var third = await GetAsync(Link(second, "next")!);

        Assert.StartsWith($"{server.Address}/Observation?", Link(first, "next"), StringComparison.Ordinal);
        Assert.Equal(120, first.GetProperty("total").GetInt32());
        Assert.Equal([50, 50, 20], new[] { first, second, third }.Select(page => Ids(page).Count()));
        Assert.Equal(120, new[] { first, second, third }.SelectMany(Ids).Distinct(StringComparer.Ordinal).Count());
        Assert.Null(Link(third, "next"));
    }

    [Fact]
    public async Task A_search_by_form_gives_the_same_and_goes_on_by_link()
    {
        await PutObservationsAsync(3);
        using var form = new FormUrlEncodedContent([new("patient", "p1"), new("code", "http://loinc.org|x,http://loinc.org|y"), new("_count", "2")]);

        using var response = await _client.PostAsync(new Uri($"{server.Address}/Observation/_search"), form, TestContext.Current.CancellationToken);
        var first = await response.JsonAsync();
        var second = await GetAsync(Link(first, "next")!);

        Assert.Equal(["o0", "o1", "o2"], Ids(first).Concat(Ids(second)), StringComparer.Ordinal);
        var seen = (await server.RequestsAsync())[^2];
        Assert.Equal("/fhir/Observation/_search", seen.Path);
        Assert.Equal("patient=p1&code=http%3A%2F%2Floinc.org%7Cx%2Chttp%3A%2F%2Floinc.org%7Cy&_count=2", seen.Form);
    }

    [Theory]
    [InlineData("Observation?patient=p1&flavour=x")]
    [InlineData("Observation?patient=p1&code:in=http://example.org/ValueSet/x")]
    [InlineData("Observation?patient=p1&value-quantity=gt3")]
    [InlineData("Observation?patient.name=x")]
    [InlineData("Observation?_has:Provenance:target:agent=x")]
    [InlineData("Observation?patient=p1&_revinclude=Provenance:target")]
    [InlineData("Observation?patient=p1&date=ge2026-13-01")]
    [InlineData("Observation?patient=p1&_count=many")]
    [InlineData("Observation?patient=")]
    [InlineData("Observation?subject=p1")]
    public async Task A_search_that_it_would_answer_wrongly_is_rejected(string search)
    {
        using var response = await _client.GetAsync(new Uri($"{server.Address}/{search}"), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("OperationOutcome", (await response.JsonAsync()).GetProperty("resourceType").GetString());
    }

    [Fact]
    public async Task A_token_that_is_required_is_checked_and_never_shown()
    {
        await server.RequireTokenAsync("seldom-heard");
        await PutObservationsAsync(1);
        using var right = new HttpRequestMessage(HttpMethod.Get, $"{server.Address}/Observation?patient=p1")
        {
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", "seldom-heard") },
        };

        using var without = await _client.GetAsync(new Uri($"{server.Address}/Observation?patient=p1"), TestContext.Current.CancellationToken);
        using var with = await _client.SendAsync(right, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Unauthorized, without.StatusCode);
        Assert.Equal(HttpStatusCode.OK, with.StatusCode);
        Assert.Equal([true, false, true], (await server.RequestsAsync()).Select(request => request.HasAuthorization));
        var log = await _client.GetStringAsync(new Uri(server.Address, "/__requests"), TestContext.Current.CancellationToken);
        Assert.DoesNotContain("seldom-heard", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fault_can_be_laid_over_it_and_its_links_then_stay_with_the_fault()
    {
        await using FaultyFhirServer faulty = new();
        faulty.Stub("/.*", FhirAnswers.AnswerOf(server.Address));
        faulty.Stub("/fhir/Condition", FhirAnswers.Unavailable());

        using var observations = await _client.GetAsync(new Uri(faulty.Address, "/fhir/Observation?patient=p1"), TestContext.Current.CancellationToken);
        using var conditions = await _client.GetAsync(new Uri(faulty.Address, "/fhir/Condition?patient=p1"), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, observations.StatusCode);
        Assert.StartsWith(faulty.Address.AbsoluteUri, Link(await observations.JsonAsync(), "self"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, conditions.StatusCode);
        var seen = Assert.Single(await server.RequestsAsync());
        Assert.Equal(("/fhir/Observation", "patient=p1"), (seen.Path, seen.Query));
    }

    [Fact]
    public async Task The_server_says_what_it_can_do()
    {
        var statement = await GetAsync("metadata");

        Assert.Equal("CapabilityStatement", statement.GetProperty("resourceType").GetString());
        Assert.Equal("4.0.1", statement.GetProperty("fhirVersion").GetString());
    }

    [Fact]
    public async Task After_a_reset_nothing_is_left()
    {
        await PutObservationsAsync(1);

        await server.ResetAsync();

        Assert.Empty(await server.RequestsAsync());
        Assert.Equal(0, (await GetAsync("Observation?patient=p1")).GetProperty("total").GetInt32());
    }

    private static IEnumerable<string?> Ids(JsonElement bundle) => bundle.TryGetProperty("entry", out var entries)
        ? entries.EnumerateArray().Select(entry => entry.GetProperty("resource").GetProperty("id").GetString()).Order(StringComparer.Ordinal)
        : [];

    private static string? Link(JsonElement bundle, string relation) => bundle.GetProperty("link").EnumerateArray()
        .Where(link => link.GetProperty("relation").ValueEquals(relation))
        .Select(link => link.GetProperty("url").GetString())
        .SingleOrDefault();

    private async Task<JsonElement> GetAsync(string place)
    {
        using var response = await _client.GetAsync(new Uri(new Uri($"{server.Address}/"), place), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.JsonAsync();
    }

    private async Task PutObservationsAsync(int count)
    {
        for (var index = 0; index < count; index++)
        {
            using var observation = JsonDocument.Parse($$"""
                {"resourceType":"Observation","id":"o{{index}}","status":"final","subject":{"reference":"Patient/p1"},
                "code":{"coding":[{"system":"http://loinc.org","code":"x"}]} }
                """);
            await server.PutAsync(observation.RootElement);
        }
    }
}
