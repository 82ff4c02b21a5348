using System.Text;
using System.Text.Json.Nodes;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Simulation.Calls;
using CdsHooks.Simulation.Runs;
using CdsHooks.Tests.Architecture;
using CdsHooks.Workbench.Cases;
using CdsHooks.Workbench.Plans;
using Xunit;

namespace CdsHooks.Tests.Simulation.Runs;

/// <summary>A chart that holds the signed order and everything that was prefetched is judged like the call.</summary>
public sealed class GoldenReplayTests
{
    private static readonly KnowledgeSource Source = KnowledgeSource.Open(Repository.PathOf("fhir-profiles"));

    /// <summary>The cases that are no signed order of a past day, with the reason.</summary>
    private static readonly Dictionary<string, string> Otherwise = new(StringComparer.Ordinal)
    {
        ["order-codes/intent-proposal"] = "A proposal is reviewed while it is a draft; in a chart it is no order.",
        ["order-codes/intent-plan"] = "A plan is reviewed while it is a draft; in a chart it is no order.",
        ["pt-courses/period-into-the-future-long-enough"] = "A course that ends after the day was still going on.",
    };

    private static readonly Lazy<Dictionary<string, CaseRun>> Runs = new(() =>
        CaseFolder.List(Repository.PathOf("tests", "cases")).Where(IsReplayable).ToDictionary(run => run.Name, StringComparer.Ordinal));

    public static TheoryData<string> Cases => [.. Runs.Value.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_replayed_order_is_judged_like_the_call(string name)
    {
        var run = Runs.Value[name];
        var plan = Source.Load(Source.OnlyPlan(), siteParametersId: null);
        var called = CaseJudge.Judge(run, plan);
        var complete = called.Decision.Assessment.Retrieval.Where(set => set.IsComplete).Select(set => set.Kind).ToHashSet();
        var rules = new SimulatedRules(RulesLoader.Side(Source, "version", plan: null, siteParameters: null, []), Candidate: null, []);
        var judge = new ChartJudge(rules, new OrderReplay(rules.Sides, new CallPeriod(run.Expected.Today, Until: null)), complete);

        var judged = judge.Judge(PatientOf(run), ChartOf(run));

        var replayed = judged?.Calls.SingleOrDefault()?.Judgements[rules.Served.Plan];
        Assert.Equal(called.Row, replayed?.Choice?.Row.Id);
        if (replayed?.Choice is not null)
        {
            Assert.Equal(ResultsOf(called.Decision.Assessment), ResultsOf(replayed.Assessment));
        }
    }

    private static IEnumerable<(string Id, CriterionResult Result)> ResultsOf(Assessment assessment) => assessment.Criteria.Select(finding => (finding.Id, finding.Result));

    /// <summary>Determines whether a case is a chart with orders that were signed on the day of the call.</summary>
    private static bool IsReplayable(CaseRun run)
    {
        var request = (JsonObject)JsonNode.Parse(run.Request.Span)!;
        var orders = OrdersOf(request);
        return !Otherwise.ContainsKey(run.Name)
            && run.SiteParameters is { Id: null, Parameters.Count: 0 }
            && request["hook"]!.GetValue<string>() is "order-sign"
            && orders.Count > 0
            && orders.All(order => DateOnly.TryParse(order["authoredOn"]?.ToString(), System.Globalization.CultureInfo.InvariantCulture, out var authored) && authored == run.Expected.Today && order["status"]?.ToString() is "draft");
    }

    private static List<JsonObject> OrdersOf(JsonObject request) =>
        [.. (request["context"]!["draftOrders"]!["entry"] as JsonArray ?? []).Select(entry => entry!["resource"]).OfType<JsonObject>()];

    private static string PatientOf(CaseRun run) => ((JsonObject)JsonNode.Parse(run.Request.Span)!)["context"]!["patientId"]!.GetValue<string>().Split('/')[^1];

    private static List<ReadOnlyMemory<byte>> ChartOf(CaseRun run)
    {
        var request = (JsonObject)JsonNode.Parse(run.Request.Span)!;
        var orders = OrdersOf(request);
        orders.ForEach(order => order["status"] = "active");
        var prefetched = (request["prefetch"] as JsonObject ?? []).Select(set => set.Value).OfType<JsonObject>().SelectMany(set =>
            set["resourceType"]?.ToString() is "Bundle" ? (set["entry"] as JsonArray ?? []).Select(entry => (entry as JsonObject)?["resource"]).OfType<JsonObject>() : [set]);
        return [.. orders.Concat(prefetched).Select(resource => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(resource.ToJsonString()))];
    }
}
