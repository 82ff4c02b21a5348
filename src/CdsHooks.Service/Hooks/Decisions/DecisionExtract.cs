using CdsHooks.Decision;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Hooks;
using CdsHooks.Decision.Plan;
using CdsHooks.Service.Knowledge.Rules;
using Hl7.Fhir.Model;

namespace CdsHooks.Service.Hooks.Decisions;

/// <summary>Copies from a decision the parts that may be stored.</summary>
internal static class DecisionExtract
{
    // More than any chart that means something; a chart with hundreds of values must not fill the store.
    private const int MaxFigures = 64;

    public static DecisionRecord Of(Guid id, DateTimeOffset decidedAt, CdsService service, string client, PlanDecision decision, DecisionTimings timings) => new(
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
        CriteriaOf(decision.Assessment, service.Plan.Rules),
        RetrievalOf(decision.Assessment),
        timings.Total)
    {
        Today = decision.Assessment.Clock.Today.DayNumber - decision.Assessment.Clock.EvaluationDate.DayNumber,
        Timings = timings,
        RulesVersion = service.RulesVersion,
    };

    public static CriterionRecord[] CriteriaOf(Assessment assessment, RuleSet rules)
    {
        var criteria = new CriterionRecord[assessment.Criteria.Count];
        for (var index = 0; index < criteria.Length; index++)
        {
            var finding = assessment.Criteria[index];
            criteria[index] = new CriterionRecord(finding.Id, finding.Result.ToCode(), finding.Reason.ToCode(), finding.Figures is { } figures ? BasisOf(figures(), finding.Id, rules) : null);
        }

        return criteria;
    }

    private static CriterionBasis BasisOf(FindingFigures figures, string criterionId, RuleSet rules)
    {
        var kept = figures.Items.Count <= MaxFigures ? figures.Items : [.. figures.Items.OrderByDescending(figure => figure.Until).Take(MaxFigures)];
        var more = figures.Items.Count - kept.Count;
        return new CriterionBasis(
            rules.FindCriterion(criterionId)!.Parameters.ToDictionary(name => name, name => TextOf(rules.Parameters.Find(name)!), StringComparer.Ordinal),
            [.. kept.Select(RecordOf)],
            figures.Open?.ToCode(),
            figures.Unread?.ToCode(),
            figures.Since,
            more > 0 ? more : null);
    }

    private static string TextOf(PlanParameter parameter) => parameter.Unit is { } unit ? $"{parameter.Text} {unit}" : parameter.Text;

    private static FigureRecord RecordOf(Figure figure) => new(
        figure.Kind.ToCode(),
        figure.Group,
        figure.Value,
        figure.Most,
        figure.Unit,
        figure.Comparator,
        figure.From,
        figure.Until,
        figure.Events,
        figure.Weeks,
        figure.State?.ToCode());

    private static RetrievalRecord[] RetrievalOf(Assessment assessment)
    {
        var retrieval = new RetrievalRecord[assessment.Retrieval.Count];
        for (var index = 0; index < retrieval.Length; index++)
        {
            retrieval[index] = new RetrievalRecord(assessment.Retrieval[index].Key, assessment.Retrieval[index].Outcome.ToCode(), assessment.Retrieval[index].Count);
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
