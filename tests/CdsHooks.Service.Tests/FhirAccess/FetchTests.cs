using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using CdsHooks.Service.Tests.Infrastructure;
using Xunit;

namespace CdsHooks.Service.Tests.FhirAccess;

/// <summary>What was not prefetched is read from a FHIR server that is not ours.</summary>
[Collection(RealServers.Name)]
public sealed class FetchTests(FhirServer server)
{
    private const string Case = "v72-complete-care-120-days";

    public static TheoryData<string> Cases { get; } = [.. Directory.EnumerateDirectories(Some.Cases)
        .Where(folder => File.Exists(Path.Combine(folder, "response.json")))
        .Select(folder => Path.GetFileName(folder))
        .Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_fetched_chart_is_judged_like_the_same_chart_prefetched(string name)
    {
        using var expected = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Some.Cases, name, "expected.json"), TestContext.Current.CancellationToken));
        var today = expected.RootElement.TryGetProperty("today"u8, out var day) ? day.GetString()! : "2026-06-01";
        await server.ResetAsync();
        await using var app = Fetching.AppWith(server.Address, ("Clients:Anonymous:DeadlineMilliseconds", "10000"), ("FhirAccess:AttemptMilliseconds", "9000"));
        using var request = JsonDocument.Parse(Some.Case(name));
        await server.LoadAsync(request.RootElement);

        var fetched = await Fetching.AnswerAsync(app, Fetching.Without(name, server.Address), today);
        var prefetched = await Fetching.AnswerAsync(app, Some.Case(name), today);

        if (!prefetched.TryGetProperty("extension"u8, out _))
        {
            Assert.Equal(prefetched.GetRawText(), fetched.GetRawText());
            Assert.Empty(await server.RequestsAsync());
        }
        else if (Fetching.Assessment(prefetched).GetProperty("retrieval").EnumerateArray().All(set => set.GetProperty("outcome").GetString() is "prefetched" or "empty"))
        {
            Assert.Equal(Fetching.Criteria(prefetched), Fetching.Criteria(fetched));
            Assert.Equal(Fetching.Card(prefetched), Fetching.Card(fetched));
        }
        else
        {
            // The case is about a set that the client could not give; here the server has it.
            Assert.All(Fetching.Assessment(fetched).GetProperty("retrieval").EnumerateArray(), set => Assert.True(set.GetProperty("outcome").GetString() is "fetched" or "empty"));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_chart_whose_observations_are_searched_by_category_and_code_is_judged_the_same(string name)
    {
        using var request = JsonDocument.Parse(Some.Case(name));
        if (!request.RootElement.GetProperty("prefetch").TryGetProperty("observations"u8, out var observations) || !observations.TryGetProperty("entry"u8, out var entries) || entries.GetArrayLength() == 0)
        {
            // Nothing to search for.
            return;
        }

        await server.ResetAsync();
        await server.LoadAsync(request.RootElement);
        await using var whole = Fetching.AppWith(server.Address, ("Clients:Anonymous:DeadlineMilliseconds", "10000"), ("FhirAccess:AttemptMilliseconds", "9000"));
        await using var parts = Fetching.AppWith(
            server.Address,
            ("Clients:Anonymous:DeadlineMilliseconds", "10000"),
            ("FhirAccess:AttemptMilliseconds", "9000"),
            ("Clients:Anonymous:Profile", "oracle"),
            ("Clients:Anonymous:FhirServers:0:SearchByPost", "true"));

        var expected = await Fetching.AnswerAsync(whole, Fetching.Without(name, server.Address));
        await server.ForgetRequestsAsync();
        var found = await Fetching.AnswerAsync(parts, Fetching.Without(name, server.Address));

        if (expected.TryGetProperty("extension"u8, out _))
        {
            Assert.Equal(Fetching.Criteria(expected), Fetching.Criteria(found));
            Assert.Equal(Fetching.Card(expected), Fetching.Card(found));
            Assert.All(await server.RequestsAsync(), asked => Assert.True(asked.Method is "POST" || asked.Path.StartsWith("/fhir/Patient/", StringComparison.Ordinal) || asked.Path.StartsWith("/fhir/Medication/", StringComparison.Ordinal), asked.Path));
        }
    }

    [Fact]
    public async Task Only_what_is_missing_is_fetched_once_with_the_token_of_the_call()
    {
        await LoadAsync();
        await server.RequireTokenAsync(Fetching.Token);
        await using var app = Fetching.AppWith(server.Address);

        var answer = await Fetching.AnswerAsync(app, Fetching.Without(Case, server.Address, Fetching.Token, "procedures", "allergies"));

        Assert.Equal("fetched", Fetching.Outcome(answer, "procedures"));
        Assert.Equal("empty", Fetching.Outcome(answer, "allergies"));
        Assert.Equal("prefetched", Fetching.Outcome(answer, "conditions"));
        var requests = await server.RequestsAsync();
        Assert.Equal(2, requests.Count);
        Assert.All(requests, asked => Assert.True(asked.HasAuthorization));
        Assert.DoesNotContain(app.Logs.Lines, line => line.Contains(Fetching.Token, StringComparison.Ordinal) || line.Contains("pat-v72", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_token_serves_its_own_call_only()
    {
        await LoadAsync();
        await using var app = Fetching.AppWith(server.Address, ("Clients:Anonymous:FhirServers:0:AllowWithoutToken", "true"));
        await Fetching.AnswerAsync(app, Fetching.Without(Case, server.Address));
        await server.ForgetRequestsAsync();

        await Fetching.AnswerAsync(app, Fetching.Without(Case, server.Address, token: null));

        Assert.All(await server.RequestsAsync(), asked => Assert.False(asked.HasAuthorization));
    }

    [Fact]
    public async Task Every_page_of_a_thousand_resources_is_read()
    {
        await LoadAsync();
        for (var index = 0; index < 1000; index++)
        {
            var observation = Json("""{"resourceType":"Observation","id":"ID","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"8867-4"}]},"subject":{"reference":"Patient/pat-v72"},"effectiveDateTime":"2026-05-01"}"""
                .Replace("ID", $"more-{index}", StringComparison.Ordinal));
            await server.PutAsync(observation);
        }

        await using var app = Fetching.AppWith(server.Address, ("Clients:Anonymous:DeadlineMilliseconds", "10000"), ("FhirAccess:AttemptMilliseconds", "9000"), ("FhirAccess:PageSize", "300"));

        var answer = await Fetching.AnswerAsync(app, Fetching.Without(Case, server.Address));

        var observations = Fetching.Assessment(answer).GetProperty("retrieval").EnumerateArray().Single(set => set.GetProperty("key").GetString() is "observations");
        Assert.Equal("fetched", observations.GetProperty("outcome").GetString());
        Assert.True(observations.GetProperty("count").GetInt32() > 1000);
        Assert.Equal("sharedDecision, info", Fetching.Card(answer));
    }

    [Fact]
    public async Task A_drug_in_another_resource_is_read()
    {
        await LoadAsync();
        await server.PutAsync(Json("""{"resourceType":"Medication","id":"med-1","code":{"coding":[{"system":"http://www.nlm.nih.gov/research/umls/rxnorm","code":"7258"}]}}"""));
        await server.PutAsync(Json("""{"resourceType":"MedicationRequest","id":"by-reference","status":"completed","intent":"order","medicationReference":{"reference":"Medication/med-1"},"subject":{"reference":"Patient/pat-v18"},"authoredOn":"2025-10-15","dispenseRequest":{"expectedSupplyDuration":{"value":60,"system":"http://unitsofmeasure.org","code":"d"}}}"""));
        await using var app = Fetching.AppWith(server.Address);

        var answer = await Fetching.AnswerAsync(app, Fetching.Without("v18-nothing-documented", server.Address));

        Assert.Equal("met, documented", Fetching.Criteria(answer)["anti-inflammatory-trial"]);
    }

    [Fact]
    public async Task A_drug_that_a_whole_chart_points_at_is_read()
    {
        await LoadAsync();
        await server.PutAsync(Json("""{"resourceType":"Medication","id":"med-1","code":{"coding":[{"system":"http://www.nlm.nih.gov/research/umls/rxnorm","code":"7258"}]}}"""));
        await server.ForgetRequestsAsync();
        await using var app = Fetching.AppWith(server.Address);
        var call = JsonNode.Parse(Fetching.Without("v18-nothing-documented", server.Address, Fetching.Token, "none"))!;
        call["prefetch"]!["medicationRequests"] = JsonNode.Parse("""{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"MedicationRequest","id":"by-reference","status":"completed","intent":"order","medicationReference":{"reference":"Medication/med-1"},"subject":{"reference":"Patient/pat-v18"},"authoredOn":"2025-10-15","dispenseRequest":{"expectedSupplyDuration":{"value":60,"system":"http://unitsofmeasure.org","code":"d"} } } }]}""");

        var answer = await Fetching.AnswerAsync(app, call.ToJsonString());

        Assert.Equal("met, documented", Fetching.Criteria(answer)["anti-inflammatory-trial"]);
        Assert.Equal(["/fhir/Medication/med-1"], (await server.RequestsAsync()).Select(asked => asked.Path), StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("", "the token is not the right one")]
    public async Task A_server_that_rejects_leaves_the_call_without_evidence(string token, string why)
    {
        await LoadAsync();
        await server.RequireTokenAsync("another token" + token);
        await using var app = Fetching.AppWith(server.Address);

        using var response = await app.PostAsync(Fetching.Without(Case, server.Address));
        var outcome = await response.JsonAsync();

        Assert.True(response.StatusCode is HttpStatusCode.PreconditionFailed, why);
        Assert.Equal("The data set conditions is not available: the FHIR server denied access.", outcome.GetProperty("issue")[0].GetProperty("details").GetProperty("text").GetString());
    }

    [Theory]
    [InlineData("https://evil.example/fhir", Fetching.Token, "not registered")]
    [InlineData("SERVER/../admin", Fetching.Token, "beside the registered address")]
    [InlineData("http://169.254.169.254/latest", Fetching.Token, "the metadata service")]
    [InlineData("no address", Fetching.Token, "none at all")]
    [InlineData("SERVER?patient=other", Fetching.Token, "with a question of its own")]
    [InlineData("SERVER#there", Fetching.Token, "with a place in a page")]
    [InlineData("SERVER", null, "no token, and the server is not open")]
    public async Task Nothing_leaves_for_a_server_that_is_not_the_clients_own(string address, string? token, string why)
    {
        await LoadAsync();
        await using var app = Fetching.AppWith(server.Address);
        var call = JsonNode.Parse(Fetching.Without(Case, server.Address, token))!;
        call["fhirServer"] = address.Replace("SERVER", server.Address.AbsoluteUri, StringComparison.Ordinal);

        using var response = await app.PostAsync(call.ToJsonString());

        Assert.True(response.StatusCode is HttpStatusCode.PreconditionFailed, why);
        Assert.Empty(await server.RequestsAsync());
    }

    [Theory]
    [InlineData("token_type", "mac", "false")]
    [InlineData("token_type", "mac", "true")]
    [InlineData("access_token", "two words", "false")]
    [InlineData("access_token", "two words", "true")]
    public async Task A_token_that_cannot_be_used_is_not_sent_and_nothing_is_fetched_without_it(string member, string value, string isOpen)
    {
        await LoadAsync();
        await using var app = Fetching.AppWith(server.Address, ("Clients:Anonymous:FhirServers:0:AllowWithoutToken", isOpen));
        var call = JsonNode.Parse(Fetching.Without(Case, server.Address))!;
        call["fhirAuthorization"]![member] = value;

        using var response = await app.PostAsync(call.ToJsonString());

        Assert.Equal(HttpStatusCode.PreconditionFailed, response.StatusCode);
        Assert.Empty(await server.RequestsAsync());
    }

    [Fact]
    public async Task An_open_server_is_read_without_a_token_where_it_is_registered_so()
    {
        await LoadAsync();
        await using var app = Fetching.AppWith(server.Address, ("Clients:Anonymous:FhirServers:0:AllowWithoutToken", "true"));

        var answer = await Fetching.AnswerAsync(app, Fetching.Without(Case, server.Address, token: null));

        Assert.Equal("sharedDecision, info", Fetching.Card(answer));
        Assert.All(await server.RequestsAsync(), asked => Assert.False(asked.HasAuthorization));
    }

    [Fact]
    public async Task A_private_address_needs_to_be_registered_as_such()
    {
        await LoadAsync();
        await using var app = Fetching.AppWith(server.Address, ("Clients:Anonymous:FhirServers:0:AllowPrivateAddress", "false"));

        using var response = await app.PostAsync(Fetching.Without(Case, server.Address));

        Assert.Equal(HttpStatusCode.PreconditionFailed, response.StatusCode);
        Assert.Empty(await server.RequestsAsync());
    }

    [Theory]
    [InlineData("epic", "Condition", 2)]
    [InlineData("epic", "Observation", 9)]
    [InlineData("oracle", "Observation", 6)]
    [InlineData("default", "Observation", 1)]
    public async Task A_profile_says_how_a_kind_is_searched(string profile, string type, int expected)
    {
        await LoadAsync();
        await using var app = Fetching.AppWith(server.Address, ("Clients:Anonymous:Profile", profile));

        await Fetching.AnswerAsync(app, Fetching.Without(Case, server.Address));

        var searches = (await server.RequestsAsync()).Where(asked => asked.Path.EndsWith($"/{type}", StringComparison.Ordinal) || asked.Path.EndsWith($"/{type}/_search", StringComparison.Ordinal)).ToList();
        Assert.Equal(expected, searches.Count);
    }

    private static JsonElement Json(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }

    private async Task LoadAsync()
    {
        await server.ResetAsync();
        using var request = JsonDocument.Parse(Some.Case(Case));
        await server.LoadAsync(request.RootElement);
    }
}
