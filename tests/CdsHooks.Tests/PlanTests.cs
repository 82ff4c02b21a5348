using System.Text.Json.Nodes;
using CdsHooks.Decision;
using CdsHooks.Decision.Cards;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Intake;
using CdsHooks.Tests.Architecture;
using CdsHooks.Workbench.Plans;
using Xunit;

namespace CdsHooks.Tests;

/// <summary>The shipped plan, asked about whole calls.</summary>
public sealed class PlanTests
{
    private static readonly CompiledPlan Shipped = LoadShipped();

    [Theory]
    [InlineData("M50.20", "a disc of the neck", false)]
    [InlineData("M54.50", "low back pain", true)]
    [InlineData(null, "a reason that is not in hand", false)]
    public void An_order_without_a_body_site_is_judged_by_the_reason_it_points_at(string? code, string why, bool isJudged)
    {
        var decision = Decide(request =>
        {
            var order = request["context"]!["draftOrders"]!["entry"]![0]!["resource"]!.AsObject();
            order["code"] = JsonNode.Parse("""{"coding":[{"system":"http://snomed.info/sct","code":"55705006"}]}""");
            order.Remove("bodySite");
            order.Remove("reasonCode");
            order["reasonReference"] = JsonNode.Parse("""[{"reference":"Condition/why"}]""");
            request["prefetch"]!["conditions"] = Bundle(code is null ? null : Condition(code, (string)order["subject"]!["reference"]!));
        });

        Assert.True(isJudged == (decision.Card is not null), why);
        Assert.Equal(isJudged, decision.Row.Length > 0);
    }

    private static CompiledPlan LoadShipped()
    {
        var source = KnowledgeSource.Open(Repository.PathOf("fhir-profiles"));
        return source.Load(source.OnlyPlan(), siteParametersId: null);
    }

    private static PlanDecision Decide(Action<JsonNode> change)
    {
        var json = JsonNode.Parse(File.ReadAllText(Repository.PathOf("tests", "cases", "v18-nothing-documented", "request.json")))!;
        change(json);
        using var request = HookRequest.Read(System.Text.Encoding.UTF8.GetBytes(json.ToJsonString()));

        var day = new DateOnly(2026, 6, 1);
        var orders = Shipped.Match(request.Context, new DateTimeOffset(day, default, default), day);
        Assert.NotEqual(CriterionResult.NotMet, orders.Result);
        var sets = request.ReadRest(Shipped.Rules.Terminology, Shipped.Rules.KeepAll).Sets;
        return Shipped.Decide(request.Context, orders, sets, new PlanQuestion(new DateTimeOffset(day, default, default), day, new CardOptions(), () => new Guid(1, 2, 3, new byte[8])));
    }

    private static JsonObject Bundle(JsonNode? resource)
    {
        var bundle = new JsonObject { ["resourceType"] = "Bundle", ["type"] = "searchset" };
        if (resource is not null)
        {
            bundle["entry"] = new JsonArray(new JsonObject { ["resource"] = resource });
        }

        return bundle;
    }

    private static JsonObject Condition(string code, string patient) => JsonNode.Parse(
        $$$"""
        {"resourceType":"Condition","id":"why","subject":{"reference":"{{{patient}}}"},"recordedDate":"2026-01-01",
         "clinicalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-clinical","code":"active"}]},
         "code":{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"{{{code}}}"}]}}
        """)!.AsObject();
}
