using CdsHooks.Decision;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Hooks;
using CdsHooks.Service.Knowledge.Rules;
using Hl7.Fhir.Model;

namespace CdsHooks.Service.Hooks.Decisions;

/// <summary>Copies from a decision the parts that may be stored.</summary>
internal static class DecisionExtract
{
    public static DecisionRecord Of(Guid id, DateTimeOffset decidedAt, CdsService service, string client, PlanDecision decision, TimeSpan elapsed) => new(
        id,
        decidedAt,
        service.Id,
        client,
        decision.Assessment.Plan,
        decision.Assessment.SiteParameters,
        decision.Row,
        decision.Card?.Source.Topic?.Code,
        decision.Card?.Uuid,
        SuggestionsOf(decision.Card),
        CriteriaOf(decision.Assessment),
        RetrievalOf(decision.Assessment),
        elapsed)
    {
        RulesVersion = service.RulesVersion,
    };

    public static CriterionRecord[] CriteriaOf(Assessment assessment)
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
            var orders = (suggestion.Actions ?? []).Select(action => action.Resource).OfType<ServiceRequest>();
            var codings = orders.SelectMany(order => order.Code?.Coding ?? []);
            records.Add(new SuggestionRecord(suggestion.Uuid ?? string.Empty, [.. codings.Select(coding => $"{coding.System}|{coding.Code}")]));
        }

        return records;
    }
}
