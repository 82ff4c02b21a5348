using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using CdsHooks.Service.Gate.Clients;
using CdsHooks.Service.Tests.Infrastructure;
using Xunit;

namespace CdsHooks.Service.Tests;

/// <summary>Calls shaped as real clients shape them (<c>Requests</c>), with what strict readers stumble over: each gets the answer that it would get without.</summary>
public sealed class RequestShapeTests(ServiceApp app) : IClassFixture<ServiceApp>
{
    private const string Select = "/cds-services/lumbar-fusion-order-select";

    private static readonly string Folder = Path.Combine(Some.Repository, "tests", "CdsHooks.Service.Tests", "Requests");

    [Theory]
    [InlineData("sandbox-rx-sign", "a category and a reason that are objects, a bundle without a type, entries without an address (T-07)")]
    [InlineData("sandbox-rx-sign-dstu2", "a DSTU2 MedicationOrder (T-07)")]
    [InlineData("sandbox-without-draft-orders", "a tab that is clicked again sends no orders")]
    [InlineData("stu3-procedure-request", "an order of STU3, which R4 does not have")]
    [InlineData("dstu2-procedure-request", "an order and a chart of DSTU2")]
    public async Task A_call_about_something_else_is_answered_with_silence(string name, string why)
    {
        using var response = await app.PostAsync(Request(name));

        Assert.True(response.StatusCode is HttpStatusCode.OK, why);
        Assert.Equal("{\"cards\":[]}", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("sandbox-pama-before-a-study-is-chosen", "an order whose only coding is empty")]
    [InlineData("sandbox-pama-imaging", "an imaging order with selections")]
    public async Task A_selection_of_something_else_is_answered_with_silence(string name, string why)
    {
        using var response = await app.PostToAsync(Select, Request(name));

        Assert.True(response.StatusCode is HttpStatusCode.OK, why);
        Assert.Equal("{\"cards\":[]}", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("sandbox-pama-fusion-signed", "checkIncomplete", "order-sign with selections, intent plan, a bundle without a type")]
    [InlineData("epic-fusion", "checkIncomplete", "ids of 200 characters, absolute references (T-18), systems as OIDs (T-17), Medication entries, empty searches with a warning (T-04), keys typed by hand (T-19)")]
    [InlineData("crd-order-sign", "checkIncomplete", "a device beside the order, keys of another service, a configuration with unknown options (X-04)")]
    [InlineData("two-fusions", "indicationMissing", "two fusions and a diet")]
    [InlineData("statuses", "indicationMissing", "an order that is signed again")]
    [InlineData("dstu2-chart-with-an-r4-order", "checkIncomplete", "codes where R4 has concepts: such evidence is unusable, not absent")]
    [InlineData("unknown-members", "indicationMissing", "members that nobody knows, everywhere (T-06)")]
    [InlineData("prefetch-all-null", "indicationMissing", "sets that are empty (T-03)")]
    [InlineData("order-without-an-id", "indicationMissing", "an order that cannot be referred to")]
    public async Task A_fusion_gets_its_card_however_the_call_is_shaped(string name, string kind, string why)
    {
        using var response = await app.PostAsync(Request(name));
        var answer = await response.JsonAsync();

        Assert.True(response.StatusCode is HttpStatusCode.OK, $"{why}: {answer}");
        Assert.Equal(kind, Assert.Single(answer.GetProperty("cards").EnumerateArray()).GetProperty("source").GetProperty("topic").GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("epic-fusion")]
    [InlineData("crd-order-sign")]
    public async Task Evidence_is_found_under_any_key_system_and_reference(string name)
    {
        using var response = await app.PostAsync(Request(name));
        var answer = await response.JsonAsync();

        Assert.Equal("met, documented", FhirAccess.Fetching.Criteria(answer)["spondylolisthesis"]);
        Assert.Equal("prefetched", FhirAccess.Fetching.Outcome(answer, "conditions"));
    }

    [Fact]
    public async Task An_empty_search_with_a_warning_in_it_is_empty_and_no_error()
    {
        using var response = await app.PostAsync(Request("epic-fusion"));
        var answer = await response.JsonAsync();

        Assert.DoesNotContain("failed", answer.GetProperty("extension").GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_sandbox_hears_about_a_fusion_while_it_is_selected()
    {
        using var response = await app.PostToAsync(Select, Request("sandbox-pama-fusion"));

        Assert.Equal("checkIncomplete, info", FhirAccess.Fetching.Card(await response.JsonAsync()));
    }

    [Fact]
    public async Task A_hook_name_that_comes_from_the_page_instead_of_the_service_is_a_400_and_no_500()
    {
        await using var strict = new ServiceApp { Settings = Some.Settings(("Clients:Anonymous:Profile", "default")) };

        using var response = await strict.PostAsync(Request("sandbox-pama-under-the-wrong-hook"));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("$.hook", await ExpressionAsync(response));
    }

    [Theory]
    [InlineData("sandbox-pama-under-the-wrong-hook", ServiceApp.Service)]
    [InlineData("sandbox-pama-fusion-signed", Select)]
    public async Task The_sandbox_is_answered_under_the_hook_of_its_page_by_either_service(string name, string service)
    {
        using var response = await app.PostToAsync(service, Request(name));

        Assert.StartsWith("checkIncomplete", FhirAccess.Fetching.Card(await response.JsonAsync()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("prefetch-null")]
    [InlineData("prefetch-empty")]
    [InlineData("epic-fusion-stripped")]
    public async Task A_call_that_arrives_without_evidence_is_told_what_is_missing(string name)
    {
        using var response = await app.PostAsync(Request(name));

        Assert.Equal(HttpStatusCode.PreconditionFailed, response.StatusCode);
        Assert.Equal("$.prefetch.conditions", await ExpressionAsync(response));
        Assert.Contains("not prefetched", (await response.JsonAsync()).GetProperty("issue")[0].GetProperty("details").GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("draft", true)]
    [InlineData("active", true)]
    [InlineData("on-hold", true)]
    [InlineData("revoked", false)]
    [InlineData("completed", false)]
    [InlineData("entered-in-error", false)]
    [InlineData("unknown", false)]
    public async Task A_status_says_whether_an_order_is_being_signed(string status, bool isJudged)
    {
        using var response = await app.PostAsync(Request("statuses").Replace("\"active\",\n            \"intent\"", $"\"{status}\",\n            \"intent\"", StringComparison.Ordinal));

        Assert.Equal(isJudged ? 1 : 0, (await response.JsonAsync()).GetProperty("cards").GetArrayLength());
    }

    [Fact]
    public async Task A_card_about_two_of_three_orders_says_which_in_words()
    {
        using var response = await app.PostAsync(Request("two-fusions"));

        var detail = (await response.JsonAsync()).GetProperty("cards")[0].GetProperty("detail").GetString()!;
        var line = Assert.Single(detail.Split('\n'), line => line.StartsWith("Ordered: ", StringComparison.Ordinal));
        Assert.Contains(";", line, StringComparison.Ordinal);
    }

    /// <summary>An update replaces the whole order at the client: were one given back, all that it came with would have to come along.</summary>
    [Fact]
    public async Task No_draft_order_is_given_back_so_that_nothing_of_it_can_be_lost()
    {
        const string Extras = """
            "_status":{"id":"quillfeather-1"},"modifierExtension":[{"url":"http://quillfeather.example","valueDecimal":1.50}],"quantityQuantity":{"value":1.2300},
            "quillfeather3":{"a":[null]},"identifier":[{"value":"quillfeather-4"}],
            """;
        var call = Some.Case("v27-translation-4-1-mm");
        var order = call.IndexOf("\"ServiceRequest\",", StringComparison.Ordinal) + "\"ServiceRequest\",".Length;

        using var response = await app.PostAsync(call.Insert(order, Extras), ("X-CDS-As-Of", "2026-06-01"));

        var card = (await response.JsonAsync()).GetProperty("cards")[0];
        var actions = card.GetProperty("suggestions").EnumerateArray().SelectMany(suggestion => suggestion.GetProperty("actions").EnumerateArray()).ToList();
        Assert.NotEmpty(actions);
        Assert.All(actions, action => Assert.Equal("create", action.GetProperty("type").GetString()));
        Assert.All(["quillfeather", "1.50", "1.2300"], sent => Assert.DoesNotContain(sent, card.GetRawText(), StringComparison.Ordinal));
    }

    [Fact]
    public void No_shape_breaks_an_invariant_of_a_call()
    {
        var files = Directory.GetFiles(Folder, "*.json");

        Assert.NotEmpty(files);
        Assert.All(files, file =>
        {
            using var call = JsonDocument.Parse(File.ReadAllText(file));
            Assert.Empty(HookInvariant.Issues(HookInvariant.OfRequest, call.RootElement));
        });
    }

    [Fact]
    public async Task No_request_makes_the_service_name_its_patient()
    {
        foreach (var file in Directory.EnumerateFiles(Folder, "*.json"))
        {
            using var response = await app.PostAsync(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
            var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

            Assert.All(["Thackerbury", "Pellowmarsh", "Harrowgrange", "Wetherquist"], family => Assert.DoesNotContain(family, body, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task The_same_fusion_is_judged_the_same_by_every_profile()
    {
        var summaries = new HashSet<string>(StringComparer.Ordinal);
        foreach (var profile in ClientProfile.Names)
        {
            summaries.Add(await SummaryAsync(profile));
        }

        Assert.Single(summaries);
    }

    private static async Task<string> SummaryAsync(string profile)
    {
        await using var other = new ServiceApp { Settings = Some.Settings(("Clients:Anonymous:Profile", profile)) };
        using var response = await other.PostAsync(Request("epic-fusion"));
        return (await response.JsonAsync()).GetProperty("cards")[0].GetProperty("summary").GetString()!;
    }

    private static string Request(string name)
    {
        var text = File.ReadAllText(Path.Combine(Folder, $"{name}.json"));
        Assert.IsType<JsonObject>(JsonNode.Parse(text), exactMatch: true);
        return text;
    }

    private static async Task<string?> ExpressionAsync(HttpResponseMessage response) =>
        (await response.JsonAsync()).GetProperty("issue")[0] is var issue && issue.TryGetProperty("expression", out var expression) && expression.ValueKind is JsonValueKind.Array
            ? expression[0].GetString()
            : null;
}
