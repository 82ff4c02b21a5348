using System.Text.Json;
using CdsHooks.Decision;
using CdsHooks.Decision.Protocol;
using CdsHooks.Decision.Rules;
using CdsHooks.Service.Rules;

namespace CdsHooks.Service.Decisions;

/// <summary>Takes from a decision what may be kept. All of it is at hand as objects, and the rest is let go at once.</summary>
internal static class DecisionExtract
{
    public static DecisionRecord Of(Guid id, DateTimeOffset decidedAt, HookedPlan service, string client, PlanDecision decision, TimeSpan elapsed) => new(
        id,
        decidedAt,
        service.Id,
        client,
        decision.Assessment.Plan,
        decision.Assessment.Profile,
        decision.Row,
        decision.Card?.Source.Topic?.Code,
        decision.Card?.Uuid,
        SuggestionsOf(decision.Card),
        CriteriaOf(decision.Assessment),
        RetrievalOf(decision.Assessment),
        elapsed);

    private static CriterionRecord[] CriteriaOf(Assessment assessment)
    {
        var criteria = new CriterionRecord[assessment.Criteria.Count];
        for (var index = 0; index < criteria.Length; index++)
        {
            var finding = assessment.Criteria[index];
            criteria[index] = new CriterionRecord(finding.Id, finding.Result.ToCode(), finding.Reason.ToCode());
        }

        return criteria;
    }

    private static RetrievalRecord[] RetrievalOf(Assessment assessment)
    {
        var retrieval = new RetrievalRecord[assessment.Retrieval.Count];
        for (var index = 0; index < retrieval.Length; index++)
        {
            retrieval[index] = new RetrievalRecord(assessment.Retrieval[index].Key, assessment.Retrieval[index].Outcome.ToCode());
        }

        return retrieval;
    }

    private static List<SuggestionRecord> SuggestionsOf(Card? card)
    {
        List<SuggestionRecord> records = [];
        foreach (var suggestion in card?.Suggestions ?? [])
        {
            List<string> codes = [];
            foreach (var action in suggestion.Actions ?? [])
            {
                AddCodes(codes, action.Resource);
            }

            records.Add(new SuggestionRecord(suggestion.Uuid ?? string.Empty, codes));
        }

        return records;
    }

    /// <summary>The drafts are our own writing, so their shape is known.</summary>
    private static void AddCodes(List<string> codes, JsonElement? resource)
    {
        if (resource is { } draft && draft.TryGetProperty("code"u8, out var code) && code.TryGetProperty("coding"u8, out var codings))
        {
            foreach (var coding in codings.EnumerateArray())
            {
                codes.Add($"{TextOf(coding, "system"u8)}|{TextOf(coding, "code"u8)}");
            }
        }
    }

    private static string? TextOf(JsonElement coding, ReadOnlySpan<byte> member) => coding.TryGetProperty(member, out var text) ? text.GetString() : null;
}
