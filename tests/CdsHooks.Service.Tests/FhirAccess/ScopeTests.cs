using CdsHooks.Service.Hooks.FhirAccess;
using CdsHooks.Service.Tests.Infrastructure;
using Xunit;

namespace CdsHooks.Service.Tests.FhirAccess;

/// <summary>CDS Hooks, Passing the Access Token: <c>scope</c>, in the words of SMART App Launch 1 and 2.</summary>
[Collection(RealServers.Name)]
public sealed class ScopeTests(FhirServer server)
{
    private const string Case = "v72-complete-care-120-days";

    [Theory]
    [InlineData(null, "All", "nothing is said")]
    [InlineData("", "All", "nothing is said")]
    [InlineData("launch fhirUser openid offline_access", "All", "nothing is said about any type")]
    [InlineData("CONDITION.SEARCH Observation.Read (Labs) (R4)", "All", "a vendor's own words")]
    [InlineData("patient/Patient.rs Observation.Read (Labs) (R4)", "All", "one word that cannot be read")]
    [InlineData("patient/Patient.rs patient/Observation.sr", "All", "letters out of order are none of SMART's")]
    [InlineData("patient/*.read", "All", "every type")]
    [InlineData("user/*.cruds", "All", "every type")]
    [InlineData("system/Observation.rs", "All", "by the system")]
    [InlineData("patient/Observation.read", "All", "version 1")]
    [InlineData("patient/Observation.*", "All", "version 1")]
    [InlineData("patient/Observation.r", "All", "some servers take it for searching, too")]
    [InlineData("patient/Observation.s", "All", "searching is all that is needed")]
    [InlineData("patient/Observation.rs?category=laboratory patient/Observation.rs", "All", "a filter beside none")]
    [InlineData("patient/Observation.rs?category=http://terminology.hl7.org/CodeSystem/observation-category|laboratory", "Part", "a filter")]
    [InlineData("patient/Patient.rs", "Nothing", "another type")]
    [InlineData("patient/Patient.read launch/patient", "Nothing", "another type")]
    [InlineData("patient/Observation.write", "Nothing", "writing only")]
    [InlineData("patient/Observation.cud", "Nothing", "writing only")]
    [InlineData("patient/ObservationDefinition.rs", "Nothing", "a type whose name begins alike")]
    public void A_scope_says_what_may_be_read_where_every_word_of_it_can_be(string? scope, string reach, string why) =>
        Assert.True(string.Equals(reach, SmartScopes.Read(scope).Of("Observation").ToString(), StringComparison.Ordinal), why);

    [Theory]
    [InlineData("patient/Patient.rs patient/Condition.rs patient/Procedure.rs")]
    [InlineData("user/Patient.read user/Condition.read user/Procedure.read launch")]
    public async Task A_type_that_the_scopes_lack_is_forbidden_before_a_call_is_wasted(string scope)
    {
        var (answer, asked) = await FetchAsync(scope);

        Assert.Equal("forbidden", Fetching.Outcome(answer, "observations"));
        Assert.Equal("forbidden", Fetching.Outcome(answer, "medicationRequests"));
        Assert.Equal("fetched", Fetching.Outcome(answer, "conditions"));
        Assert.All(asked, path => Assert.True(path.Contains("/Patient", StringComparison.Ordinal) || path.Contains("/Condition", StringComparison.Ordinal) || path.Contains("/Procedure", StringComparison.Ordinal), path));
        Assert.NotEmpty(asked);
    }

    [Fact]
    public async Task Scopes_in_a_vendors_words_forbid_nothing()
    {
        var (answer, _) = await FetchAsync("patient/Patient.rs CONDITION.SEARCH");

        Assert.Equal("fetched", Fetching.Outcome(answer, "observations"));
    }

    [Fact]
    public async Task What_a_filter_lets_through_is_not_the_whole_set()
    {
        var (answer, _) = await FetchAsync("patient/*.rs?_security=none patient/Condition.rs");

        Assert.Equal("truncated", Fetching.Outcome(answer, "observations"));
        Assert.Equal("fetched", Fetching.Outcome(answer, "conditions"));
    }

    private async Task<(System.Text.Json.JsonElement Answer, IReadOnlyList<string> Asked)> FetchAsync(string scope)
    {
        await server.ResetAsync();
        using var chart = System.Text.Json.JsonDocument.Parse(Some.Case(Case));
        await server.LoadAsync(chart.RootElement);
        await using var app = Fetching.AppWith(server.Address, ("Clients:Anonymous:DeadlineMilliseconds", "10000"), ("FhirAccess:AttemptMilliseconds", "9000"));
        var answer = await Fetching.AnswerAsync(app, Fetching.Without(Case, server.Address).Replace("patient/*.rs", scope, StringComparison.Ordinal));
        return (answer, [.. (await server.RequestsAsync()).Select(request => request.Path)]);
    }
}
