using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using CdsHooks.Service.Tests.Infrastructure;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using Xunit;

namespace CdsHooks.Service.Tests.FhirAccess;

/// <summary>Answers that hold only a part, or hold it oddly: what came still speaks, and what is missing is known to be.</summary>
public sealed class PartialAnswerTests : IAsyncDisposable
{
    private const string Case = "v50-infection";
    private const string RedFlag = "red-flag";
    private const string FusionOrder = "fusion-order";
    private const string Error = """{"resource":{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"incomplete"}]},"search":{"mode":"outcome"}}""";

    // So that a busy machine is not taken for a server without an answer.
    private static readonly (string, string)[] Patient = [("Clients:Anonymous:DeadlineMilliseconds", "10000"), ("FhirAccess:AttemptMilliseconds", "10000")];

    private readonly FaultyFhirServer _server = new();

    public PartialAnswerTests()
    {
        _server.Stub("/fhir/.*", FhirAnswers.Answer());
        _server.Stub("/fhir/Patient/.*", FhirAnswers.Answer(Prefetched("patient").ToJsonString()));
        _server.Stub("/fhir/Condition", FhirAnswers.Answer(Prefetched("conditions").ToJsonString()));
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Resources_beside_an_error_are_still_used()
    {
        _server.Stub("/fhir/Condition", FhirAnswers.Answer(WithError(Prefetched("conditions")).ToJsonString()));

        var answer = await AskAsync(Fetching.Without(Case, Root));

        Assert.Equal("truncated", Fetching.Outcome(answer, "conditions"));
        Assert.StartsWith("met", Fetching.Criteria(answer)[RedFlag], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resources_sent_beside_an_error_are_still_used_when_fetching_fails()
    {
        _server.Stub("/fhir/Condition", FhirAnswers.Unavailable());
        var call = JsonNode.Parse(Fetching.Without(Case, Root, Fetching.Token, "none"))!;
        WithError(call["prefetch"]!["conditions"]!);

        var answer = await AskAsync(call.ToJsonString());

        Assert.Equal("truncated", Fetching.Outcome(answer, "conditions"));
        Assert.StartsWith("met", Fetching.Criteria(answer)[RedFlag], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("M54.50", "met, documented", "a pain of the lower back")]
    [InlineData("M50.20", "not-met, other-region", "a disc of the neck")]
    [InlineData(null, "unknown, not-retrieved", "a reason that is nowhere")]
    public async Task An_order_without_a_body_site_is_judged_by_a_reason_that_is_fetched(string? code, string expected, string why)
    {
        var conditions = JsonNode.Parse("""{"resourceType":"Bundle","type":"searchset","entry":[]}""")!;
        if (code is not null)
        {
            conditions["entry"]!.AsArray().Add(JsonNode.Parse($$$"""
                {"resource":{"resourceType":"Condition","id":"why","subject":{"reference":"Patient/pat-v50"},
                 "clinicalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-clinical","code":"active"}]},
                 "code":{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"{{{code}}}"}] } } }
                """));
        }

        _server.Stub("/fhir/Condition", FhirAnswers.Answer(conditions.ToJsonString()));
        var call = JsonNode.Parse(Fetching.Without(Case, Root))!;
        var order = call["context"]!["draftOrders"]!["entry"]![0]!["resource"]!.AsObject();
        order["code"] = JsonNode.Parse("""{"coding":[{"system":"http://snomed.info/sct","code":"55705006"}]}""");
        order.Remove("bodySite");
        order.Remove("reasonCode");
        order["reasonReference"] = JsonNode.Parse("""[{"reference":"Condition/why"}]""");

        var answer = await AskAsync(call.ToJsonString());

        Assert.True(string.Equals(expected, Fetching.Criteria(answer)[FusionOrder], StringComparison.Ordinal), $"{why}: {Fetching.Criteria(answer)[FusionOrder]}");
    }

    [Fact]
    public async Task What_was_sent_in_part_is_fetched_whole()
    {
        var call = JsonNode.Parse(Fetching.Without(Case, Root, Fetching.Token, "none"))!;
        call["prefetch"]!["conditions"] = JsonNode.Parse("""{"resourceType":"Bundle","link":[{"relation":"next","url":"page-2"}]}""");

        var answer = await AskAsync(call.ToJsonString());

        Assert.Equal("fetched", Fetching.Outcome(answer, "conditions"));
        Assert.StartsWith("met", Fetching.Criteria(answer)[RedFlag], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_sent_in_part_is_kept_beside_another_part_that_is_fetched()
    {
        _server.Stub("/fhir/Condition", FhirAnswers.ShortTotal("Condition", "pat-v50"));
        var call = JsonNode.Parse(Fetching.Without(Case, Root, Fetching.Token, "none"))!;
        call["prefetch"]!["conditions"]!["link"] = JsonNode.Parse("""[{"relation":"next","url":"page-2"}]""");

        var answer = await AskAsync(call.ToJsonString());

        Assert.Equal("truncated", Fetching.Outcome(answer, "conditions"));
        Assert.StartsWith("met", Fetching.Criteria(answer)[RedFlag], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fewer_entries_than_the_total_says_are_a_part_when_sent_too()
    {
        var call = JsonNode.Parse(Some.Case(Case))!;
        call["prefetch"]!["procedures"] = JsonNode.Parse("""{"resourceType":"Bundle","type":"searchset","total":50}""");

        var answer = await AskAsync(call.ToJsonString());

        Assert.Equal("truncated", Fetching.Outcome(answer, "procedures"));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task An_answer_that_is_not_packed_as_it_says_cannot_be_read(string encoding)
    {
        _server.Stub("/fhir/Procedure", FhirAnswers.BrokenEncoding(encoding));

        var answer = await AskAsync(Fetching.Without(Case, Root));

        Assert.True(Fetching.Outcome(answer, "procedures") is "unparseable" or "failed", Fetching.Outcome(answer, "procedures"));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task An_answer_that_is_packed_as_it_says_is_read(string encoding)
    {
        _server.Stub("/fhir/Condition", FhirAnswers.Packed(Prefetched("conditions").ToJsonString(), encoding));

        var answer = await AskAsync(Fetching.Without(Case, Root));

        Assert.Equal("fetched", Fetching.Outcome(answer, "conditions"));
        Assert.StartsWith("met", Fetching.Criteria(answer)[RedFlag], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_byte_order_mark_is_no_fault()
    {
        _server.Stub("/fhir/Condition", FhirAnswers.ByteOrderMark(Prefetched("conditions").ToJsonString()));

        var answer = await AskAsync(Fetching.Without(Case, Root));

        Assert.Equal("fetched", Fetching.Outcome(answer, "conditions"));
        Assert.StartsWith("met", Fetching.Criteria(answer)[RedFlag], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_next_link_may_be_relative_and_all_pages_are_one_set()
    {
        _server.Stub("/fhir/Condition", FhirAnswers.Answer("""{"resourceType":"Bundle","total":1,"link":[{"relation":"next","url":"pages/2?of=1"}]}"""));
        _server.Stub("/fhir/pages/2", FhirAnswers.Answer(Prefetched("conditions").ToJsonString()));

        var answer = await AskAsync(Fetching.Without(Case, Root));

        Assert.Equal("fetched", Fetching.Outcome(answer, "conditions"));
        Assert.StartsWith("met", Fetching.Criteria(answer)[RedFlag], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://elsewhere.example/fhir/Procedure?page=2")]
    [InlineData("/admin/Procedure?page=2")]
    [InlineData("//elsewhere.example/fhir/Procedure?page=2")]
    public async Task A_next_page_on_another_host_is_not_requested_and_the_set_is_truncated(string next)
    {
        _server.Stub("/fhir/Procedure", FhirAnswers.Answer($$"""{"resourceType":"Bundle","link":[{"relation":"next","url":"{{next}}"}]}"""));

        var answer = await AskAsync(Fetching.Without(Case, Root, Fetching.Token, "procedures"));

        Assert.Equal("truncated", Fetching.Outcome(answer, "procedures"));
        Assert.Single(_server.Requests);
    }

    [Fact]
    public async Task No_further_page_is_requested_once_too_much_has_been_read()
    {
        var page = """{"resourceType":"Bundle","link":[{"relation":"next","url":"Procedure?again"}],"id":"LONG"}""".Replace("LONG", new string('a', 70_000), StringComparison.Ordinal);
        _server.Stub("/fhir/Procedure", FhirAnswers.Answer(page));

        var answer = await AskAsync(Fetching.Without(Case, Root, Fetching.Token, "procedures"), ("FhirAccess:MaxCallBytes", "65536"));

        Assert.Equal("truncated", Fetching.Outcome(answer, "procedures"));
        Assert.Single(_server.Requests);
    }

    [Fact]
    public async Task No_further_page_is_requested_once_many_resources_have_been_read()
    {
        var entries = string.Join(',', Enumerable.Range(1, 100).Select(number => $$$"""{"resource":{"resourceType":"Procedure","id":"p{{{number}}}"} }"""));
        _server.Stub("/fhir/Procedure", FhirAnswers.Answer($$"""{"resourceType":"Bundle","link":[{"relation":"next","url":"Procedure?again"}],"entry":[{{entries}}]}"""));

        var answer = await AskAsync(Fetching.Without(Case, Root, Fetching.Token, "procedures"), ("FhirAccess:MaxEntries", "100"));

        Assert.Equal("truncated", Fetching.Outcome(answer, "procedures"));
        Assert.Single(_server.Requests);
    }

    [Fact]
    public async Task A_set_of_several_searches_is_a_part_when_one_of_them_fails()
    {
        _server.Stub(Request.Create().WithPath("/fhir/Observation").WithParam("category", "exam"), FhirAnswers.Forbidden());
        _server.Stub("/fhir/Condition", FhirAnswers.Forbidden());

        var answer = await AskAsync(Fetching.Without(Case, Root), ("Clients:Anonymous:Profile", "epic"));

        Assert.Equal("truncated", Fetching.Outcome(answer, "observations"));
        Assert.Equal("forbidden", Fetching.Outcome(answer, "conditions"));
        Assert.Equal("empty", Fetching.Outcome(answer, "procedures"));
    }

    [Fact]
    public async Task A_server_without_such_a_search_is_not_retried()
    {
        _server.Stub("/fhir/Procedure", Response.Create().WithStatusCode(HttpStatusCode.NotImplemented));

        var answer = await AskAsync(Fetching.Without(Case, Root, Fetching.Token, "procedures"));

        Assert.Equal("failed", Fetching.Outcome(answer, "procedures"));
        Assert.Single(_server.Requests);
    }

    [Theory]
    [InlineData("https://elsewhere.example/fhir/Medication/m1", "unknown", "it is on another server")]
    [InlineData("Medication/in-hand", "met", "it came along")]
    public async Task A_drug_is_read_only_where_it_is_and_only_when_needed(string reference, string expected, string why)
    {
        var call = JsonNode.Parse(Fetching.Without("v18-nothing-documented", Root, Fetching.Token, "none"))!;
        call["prefetch"]!["medicationRequests"] = JsonNode.Parse("""
            {"resourceType":"Bundle","entry":[
            {"resource":{"resourceType":"MedicationRequest","id":"o1","status":"completed","intent":"order","medicationReference":{"reference":"REFERENCE"},"subject":{"reference":"Patient/pat-v18"},"authoredOn":"2025-10-15","dispenseRequest":{"expectedSupplyDuration":{"value":60,"system":"http://unitsofmeasure.org","code":"d"} } } },
            {"resource":{"resourceType":"Medication","id":"in-hand","code":{"coding":[{"system":"http://www.nlm.nih.gov/research/umls/rxnorm","code":"7258"}]} },"search":{"mode":"include"} }]}
            """.Replace("REFERENCE", reference, StringComparison.Ordinal));

        var answer = await AskAsync(call.ToJsonString());

        Assert.StartsWith(expected, Fetching.Criteria(answer)["anti-inflammatory-trial"], StringComparison.Ordinal);
        Assert.True(_server.Requests.Count == 0, why);
    }

    [Theory]
    [InlineData("not-found", 1, "it is not there")]
    [InlineData("wrong-content-type", 1, "it cannot be read")]
    [InlineData(null, 60, "there are more than are read")]
    public async Task A_drug_that_cannot_be_had_is_unknown(string? fault, int drugs, string why)
    {
        _server.Stub("/fhir/Medication/.*", fault is null ? [FhirAnswers.Answer()] : FhirAnswers.Fault(fault));
        var orders = Enumerable.Range(1, drugs).Select(number => $$$"""{"resource":{"resourceType":"MedicationRequest","id":"o{{{number}}}","status":"completed","intent":"order","medicationReference":{"reference":"Medication/m{{{number}}}"},"subject":{"reference":"Patient/pat-v18"},"authoredOn":"2025-10-15"} }""");
        var call = JsonNode.Parse(Fetching.Without("v18-nothing-documented", Root, Fetching.Token, "none"))!;
        call["prefetch"]!["medicationRequests"] = JsonNode.Parse($$"""{"resourceType":"Bundle","entry":[{{string.Join(',', orders)}}]}""");

        var answer = await AskAsync(call.ToJsonString());

        Assert.StartsWith("unknown", Fetching.Criteria(answer)["anti-inflammatory-trial"], StringComparison.Ordinal);
        Assert.True(_server.Requests.Count == Math.Min(drugs, 40), why);
    }

    [Fact]
    public async Task Another_patient_in_place_of_the_own_one_is_dropped_and_reported()
    {
        _server.Stub("/fhir/Patient/.*", FhirAnswers.Answer("""{"resourceType":"Patient","id":"another","birthDate":"2020-01-01"}"""));

        var answer = await AskAsync(Fetching.Without(Case, Root));

        Assert.StartsWith("unknown", Fetching.Criteria(answer)["adult"], StringComparison.Ordinal);
        Assert.Equal(1, Fetching.Assessment(answer).GetProperty("leftOut").GetProperty("otherPatient").GetInt32());
    }

    private Uri Root => new(_server.Address, "/fhir");

    private static JsonNode Prefetched(string key) => JsonNode.Parse(Some.Case(Case))!["prefetch"]![key]!;

    private static JsonNode WithError(JsonNode bundle)
    {
        bundle["entry"]!.AsArray().Add(JsonNode.Parse(Error));
        return bundle;
    }

    private async Task<JsonElement> AskAsync(string call, params (string, string)[] more)
    {
        await using var app = Fetching.AppWith(Root, [.. Patient, .. more]);
        using var response = await app.PostAsync(call, ("X-CDS-As-Of", "2026-06-01"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.JsonAsync();
    }
}
