using System.Net;
using System.Text.Json.Nodes;
using CdsHooks.Service.Tests.Infrastructure;
using Xunit;

namespace CdsHooks.Service.Tests;

/// <summary>The order-select hook: decision support is about the <c>selections</c>; the other draft orders are background.</summary>
public sealed class SelectTests(ServiceApp app) : IClassFixture<ServiceApp>
{
    private const string Service = "/cds-services/lumbar-fusion-order-select";

    [Fact]
    public async Task Order_select_has_a_service_of_its_own_in_the_discovery_document()
    {
        using var client = app.CreateClient();
        using var response = await client.GetAsync(new Uri("/cds-services", UriKind.Relative), TestContext.Current.CancellationToken);

        var services = (await response.JsonAsync()).GetProperty("services").EnumerateArray().ToDictionary(
            service => service.GetProperty("id").GetString()!, service => service.GetProperty("hook").GetString(), StringComparer.Ordinal);

        Assert.Equal("order-select", services["lumbar-fusion-order-select"]);
        Assert.Equal("order-sign", services["lumbar-fusion-order-sign"]);
    }

    [Fact]
    public async Task A_selected_fusion_gets_its_card()
    {
        using var response = await PostAsync(Case());

        var card = Assert.Single((await response.JsonAsync()).GetProperty("cards").EnumerateArray());
        Assert.Equal("indicationMissing", card.GetProperty("source").GetProperty("topic").GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_fusion_that_is_not_selected_gets_none_and_no_evidence_is_read()
    {
        var call = Case();
        call["context"]!["selections"] = new JsonArray("ServiceRequest/order-2");
        call["prefetch"] = "not even an object";

        using var response = await PostAsync(call);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("{\"cards\":[]}", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Nothing_is_kept_from_one_call_to_the_next()
    {
        using var first = await PostAsync(Case());
        using var second = await PostAsync(Case());

        Assert.Equal(await SummaryAsync(first), await SummaryAsync(second));
    }

    [Theory]
    [InlineData(null, "$.context.selections")]
    [InlineData("null", "$.context.selections")]
    [InlineData("\"ServiceRequest/order-1\"", "$.context.selections")]
    [InlineData("[]", "$.context.selections")]
    [InlineData("[\"ServiceRequest/order-1\",7]", "$.context.selections[1]")]
    [InlineData("[\"ServiceRequest/MRN-PENHALLOWICK\"]", "$.context.selections")]
    public async Task Selections_that_select_nothing_are_a_400_that_names_the_place_and_no_value(string? selections, string expression)
    {
        var call = Case();
        call["context"]!.AsObject().Remove("selections");
        if (selections is not null)
        {
            call["context"]!["selections"] = JsonNode.Parse(selections);
        }

        using var response = await PostAsync(call);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var outcome = await response.JsonAsync();
        Assert.Equal(expression, outcome.GetProperty("issue")[0].GetProperty("expression")[0].GetString());
        Assert.DoesNotContain("PENHALLOWICK", outcome.GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("order-sign", Service)]
    [InlineData("order-select", ServiceApp.Service)]
    public async Task Each_service_answers_its_own_hook_only(string hook, string service)
    {
        var call = Case();
        call["hook"] = hook;

        await using var strict = new ServiceApp { Settings = Some.Settings(("Clients:Anonymous:Profile", "default")) };

        using var response = await strict.PostToAsync(service, call.ToJsonString());

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("$.hook", (await response.JsonAsync()).GetProperty("issue")[0].GetProperty("expression")[0].GetString());
    }

    [Fact]
    public void Warming_up_goes_through_a_decision_of_every_service()
    {
        using var client = app.CreateClient();

        Assert.All(
            ["lumbar-fusion-order-sign", "lumbar-fusion-order-select"],
            id => Assert.Contains(app.Logs.Lines, line => line.Contains("CallAnswerer[1101]", StringComparison.Ordinal) && line.Contains(id, StringComparison.Ordinal)));
    }

    private static JsonNode Case() => JsonNode.Parse(Some.Case("order-select"))!;

    private static async Task<string?> SummaryAsync(HttpResponseMessage response) =>
        (await response.JsonAsync()).GetProperty("cards")[0].GetProperty("summary").GetString();

    private async Task<HttpResponseMessage> PostAsync(JsonNode call, string service = Service)
    {
        using var client = app.CreateClient();
        using var body = Some.Json(call.ToJsonString());
        return await client.PostAsync(new Uri(service, UriKind.Relative), body, TestContext.Current.CancellationToken);
    }
}
