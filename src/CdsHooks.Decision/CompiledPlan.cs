using CdsHooks.Decision.Cards;
using CdsHooks.Decision.Criteria;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Evidence;
using CdsHooks.Decision.Hooks;
using CdsHooks.Decision.Intake;
using CdsHooks.Decision.Plan;

namespace CdsHooks.Decision;

/// <summary>One loaded plan: what to say about one order. Immutable; safe to share between calls.</summary>
/// <param name="rules">The criteria.</param>
/// <param name="cards">The decision table and the cards.</param>
public sealed class CompiledPlan(RuleSet rules, CardTable cards)
{
    /// <summary>Gets the plan's id: the last part of its canonical URL.</summary>
    public string Id => rules.Canonical.Split('|')[0].Split('/')[^1];

    /// <summary>Gets the criteria.</summary>
    public RuleSet Rules => rules;

    /// <summary>Gets the decision table and the cards.</summary>
    public CardTable Cards => cards;

    /// <summary>Gets the kinds of resource that a criterion reads, or a suggestion that is not made twice.</summary>
    public IReadOnlySet<EvidenceKind> Reads { get; } = cards.Cards.SelectMany(card => card.Suggestions).Any(suggestion => suggestion.UnlessOrdered is not null)
        ? rules.Reads.Append(EvidenceKind.ServiceRequest).ToHashSet()
        : rules.Reads;

    /// <summary>Finds the orders of a call that the plan is about, before any evidence is read.</summary>
    /// <param name="context">The hook's context.</param>
    /// <param name="now">The present, in the site's time zone.</param>
    /// <param name="evaluationDate">A day that replaces both the evaluation date and today; null to take the evaluation date from the orders.</param>
    /// <returns>What matched; where nothing can match, nothing need be read or said.</returns>
    public OrderMatch Match(HookContext context, DateTimeOffset now, DateOnly? evaluationDate)
    {
        // Most orders hold no code that any rule knows, and their bytes tell so.
        var mayMatch = rules.FindsOrdersByWords
            || context.DraftOrders.Any(order => order is { IsSelected: true, ResourceType: "ServiceRequest" } && PrefetchScanner.MayMatter(order.Resource.Json, rules.Terminology));
        return rules.Match(mayMatch ? OrderRecords.Read(rules.Terminology, context.DraftOrders, PresentOf(now, evaluationDate)) : OrderRecords.Unread(context.DraftOrders));
    }

    /// <summary>Decides about one call.</summary>
    /// <param name="context">The hook's context: patient, encounter and draft orders.</param>
    /// <param name="orders">What matched of its draft orders before the evidence, at the same time.</param>
    /// <param name="sets">The evidence as received; a kind that is missing was not requested.</param>
    /// <param name="ask">When, and how the client wants its card.</param>
    /// <returns>The decision; no card and no row when the plan turns out to be about none of the orders.</returns>
    public PlanDecision Decide(HookContext context, OrderMatch orders, IReadOnlyList<EvidenceSet> sets, PlanQuestion ask)
    {
        var record = PatientRecordBuilder.Build(rules.Terminology, context.PatientId, orders.Orders, sets, PresentOf(ask.Now, ask.EvaluationDate));
        var matched = orders.Orders.NeedsChart ? rules.Match(record.Orders) : orders;
        var clock = ask.EvaluationDate is { } day ? new AssessmentClock(day, day) : matched.ClockFor(ask.Now);
        var assessment = rules.Assess(record, matched, clock);
        if (matched.Result is not CriterionResult.Met)
        {
            // Only the evidence could tell, and it did: the reason that an order points at lies elsewhere, or says nothing.
            return new PlanDecision(assessment, string.Empty, Card: null);
        }

        var choice = cards.Choose(assessment);
        var subject = new CardSubject(context.PatientId, context.EncounterId, record.HasOrder) { Coverage = context.Coverage };
        var card = new CardComposer(rules, cards, ask.NextUuid).Compose(choice, assessment, subject, ask.Options);
        return new PlanDecision(assessment, choice.Row.Id, card);
    }

    /// <summary>The present, or the end of the day that stands in for it.</summary>
    private static DateTimeOffset PresentOf(DateTimeOffset now, DateOnly? evaluationDate) =>
        evaluationDate is { } day ? new DateTimeOffset(day.ToDateTime(TimeOnly.MaxValue), now.Offset) : now;
}
