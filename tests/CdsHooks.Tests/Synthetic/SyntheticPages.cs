using System.Text;
using System.Text.Json.Nodes;
using CdsHooks.Decision;
using CdsHooks.Decision.Cards;
using CdsHooks.Decision.Evidence;
using CdsHooks.Decision.Intake;
using CdsHooks.Tests.Intake;
using CdsHooks.Workbench.Cases;
using CdsHooks.Workbench.Replay;

namespace CdsHooks.Tests.Synthetic;

/// <summary>Decides about a request whose sets come as a FHIR server's pages instead of at once.</summary>
internal static class SyntheticPages
{
    public static DecisionResult Decide(CaseRun run, ReadOnlyMemory<byte> body, Dice dice)
    {
        using var request = HookRequest.Read(body);
        var plan = run.SiteParameters.Load(SyntheticBases.Knowledge, SyntheticBases.Plan, siteParameters: null, run.Name);
        PlanQuestion ask = new(new DateTimeOffset(run.Expected.Today, new TimeOnly(12, 0), TimeSpan.Zero), EvaluationDate: null, new CardOptions(), new SequentialUuids().Next);
        var orders = plan.Match(request.Context, ask.Now, ask.EvaluationDate);
        var prefetch = JsonNode.Parse(body.Span)!["prefetch"]!;
        var sets = request.ReadRest(plan.Rules.Terminology, plan.Rules.KeepAll).Sets
            .Select(set => prefetch[set.Retrieval.Key] is JsonObject bundle && IsWhole(set, bundle) ? Paged(set.Retrieval, bundle, plan, dice) : set)
            .ToList();
        return DecisionResult.Of(new ReplayedCall(orders.Result is not Decision.Criteria.Results.CriterionResult.NotMet, plan.Decide(request.Context, orders, sets, ask)));
    }

    private static bool IsWhole(EvidenceSet set, JsonObject bundle) =>
        set.Retrieval.Outcome is RetrievalOutcome.Prefetched && (string?)bundle["resourceType"] is "Bundle";

    private static EvidenceSet Paged(Retrieval retrieval, JsonObject bundle, CompiledPlan plan, Dice dice)
    {
        var left = (bundle["entry"] as JsonArray ?? []).OfType<JsonNode>().Select(entry => entry.ToJsonString()).ToList();
        List<SearchPage> pages = [];
        while (left.Count > 0)
        {
            var size = Math.Min(left.Count, 1 + dice.Next(100));
            var page = Encoding.UTF8.GetBytes($$"""{"resourceType":"Bundle","type":"searchset","entry":[{{string.Join(',', left.Take(size))}}]}""");
            pages.Add(SearchPage.Read(page, retrieval.Kind, plan.Rules.Terminology, plan.Rules.KeepAll));
            left.RemoveRange(0, size);
        }

        return new EvidenceSet(
            retrieval with { Outcome = RetrievalOutcome.Fetched, Count = pages.Sum(page => page.Count), Uncoded = pages.Sum(page => page.Uncoded) },
            [.. pages.SelectMany(page => page.Resources)]);
    }
}
