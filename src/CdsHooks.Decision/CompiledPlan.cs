using CdsHooks.Decision.Cards;
using CdsHooks.Decision.Criteria;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Evidence;
using CdsHooks.Decision.Hooks;
using CdsHooks.Decision.Intake;
using CdsHooks.Decision.Plan;
using Hl7.Fhir.Model;

namespace CdsHooks.Decision;

/// <summary>One loaded plan, which decides about orders. Immutable and thread-safe.</summary>
/// <param name="rules">The criteria.</param>
/// <param name="cards">The decision table and the cards.</param>
public sealed class CompiledPlan(RuleSet rules, CardTable cards)
{
    /// <summary>Gets the plan's id: the last part of its canonical URL.</summary>
    public string Id => rules.Canonical.Split('|')[0].Split('/')[^1];

    /// <summary>Gets the PlanDefinition with the texts of the site, which the cards are made of; must not be changed. Null for a plan made of its parts.</summary>
    public PlanDefinition? Definition { get; init; }

    /// <summary>Gets the criteria.</summary>
    public RuleSet Rules => rules;

    /// <summary>Gets the decision table and the cards.</summary>
    public CardTable Cards => cards;

    /// <summary>Gets the kinds of resource that a criterion reads, or a suggestion that depends on existing orders.</summary>
    public IReadOnlySet<EvidenceKind> Reads { get; } = cards.Cards.SelectMany(card => card.Suggestions).Any(suggestion => suggestion.UnlessOrdered is not null)
        ? rules.Reads.Append(EvidenceKind.ServiceRequest).ToHashSet()
        : rules.Reads;

    /// <summary>Finds the orders of a call that the plan is about, before any evidence is read.</summary>
    /// <param name="context">The hook's context.</param>
    /// <param name="now">The current time, in the site's time zone.</param>
    /// <param name="evaluationDate">A day that replaces both the evaluation date and today; null to take the evaluation date from the orders.</param>
    /// <returns>The match; where no order can match, no evidence need be read.</returns>
    public OrderMatch Match(HookContext context, DateTimeOffset now, DateOnly? evaluationDate)
    {
        // Most orders have no code that a rule knows, which their bytes already show.
        var mayMatch = rules.FindsOrdersByWords
            || context.DraftOrders.Any(order => order is { IsSelected: true, ResourceType: "ServiceRequest" } && PrefetchScanner.MayMatter(order.Resource.Json, rules.Terminology));
        return rules.Match(mayMatch ? OrderRecords.Read(rules.Terminology, context.DraftOrders, PresentOf(now, evaluationDate)) : OrderRecords.Unread(context.DraftOrders));
    }

    /// <summary>Decides about one call.</summary>
    /// <param name="context">The hook's context: patient, encounter and draft orders.</param>
    /// <param name="orders">The match of its draft orders, at the same time.</param>
    /// <param name="sets">The evidence as received; a kind that is missing was not requested.</param>
    /// <param name="question">The time, the client's options and the source of ids.</param>
    /// <returns>The decision; without a card and row when the plan is about none of the orders.</returns>
    public PlanDecision Decide(HookContext context, OrderMatch orders, IReadOnlyList<EvidenceSet> sets, PlanQuestion question)
    {
        var record = PatientRecordBuilder.Build(rules.Terminology, context.PatientId, orders.Orders, sets, PresentOf(question.Now, question.EvaluationDate));
        var matched = orders.Orders.NeedsChart ? rules.Match(record.Orders) : orders;
        var clock = question.EvaluationDate is { } day ? new AssessmentClock(day, day) : matched.ClockFor(question.Now);
        var (assessment, choice) = Judge(record, matched, clock);
        if (choice is null)
        {
            return new PlanDecision(assessment, string.Empty, Card: null);
        }

        var subject = new CardSubject(context.PatientId, context.EncounterId, record.HasOrder) { Coverage = context.Coverage };
        var card = new CardComposer(rules, cards, question.NextUuid).Compose(choice, assessment, subject, question.Options);
        return new PlanDecision(assessment, choice.Row.Id, card);
    }

    /// <summary>Judges a chart that has been read, without writing a card.</summary>
    /// <param name="record">The evidence, read with the codes of <see cref="RuleSet.Terminology"/>.</param>
    /// <param name="orders">The match of the record's orders.</param>
    /// <param name="clock">The evaluation date and today.</param>
    public PlanJudgement Judge(PatientRecord record, OrderMatch orders, AssessmentClock clock) => Conclude(rules.Begin(record, orders, clock));

    /// <summary>Assesses the criteria that are not assessed yet, and chooses the row of the decision table.</summary>
    internal PlanJudgement Conclude(AssessmentContext context)
    {
        var assessment = rules.Assess(context);

        // Otherwise the evidence shows that the reason of the order is at another body site, or decides nothing.
        return new PlanJudgement(assessment, context.StateOf(rules.OrdersId).Finding.Result is CriterionResult.Met ? cards.Choose(assessment) : null);
    }

    /// <summary>Judges findings that were recorded under other parameters, without the chart.</summary>
    /// <param name="recorded">The recorded findings of a call whose orders the plan is about.</param>
    /// <param name="parameter">The parameter that differs.</param>
    /// <returns>The judgement; null when what is recorded does not tell.</returns>
    public PlanJudgement? JudgeRecorded(IReadOnlyDictionary<string, RecordedFinding> recorded, string parameter) =>
        rules.AssessRecorded(recorded, parameter) is { } assessment ? new PlanJudgement(assessment, cards.Choose(assessment)) : null;

    /// <summary>Gets the current time, or the end of the day that replaces it.</summary>
    private static DateTimeOffset PresentOf(DateTimeOffset now, DateOnly? evaluationDate) =>
        evaluationDate is { } day ? new DateTimeOffset(day.ToDateTime(TimeOnly.MaxValue), now.Offset) : now;
}

/// <summary>The judgement of a chart.</summary>
/// <param name="Assessment">Every criterion with its result, reason and evidence.</param>
/// <param name="Choice">The row of the decision table and its indicator; null when the plan is about none of the orders.</param>
public sealed record PlanJudgement(Assessment Assessment, CardChoice? Choice);

/// <summary>The decision about one call.</summary>
/// <param name="Assessment">Every criterion with its result, reason and evidence.</param>
/// <param name="Row">The id of the matching row of the decision table; empty when the plan is about none of the orders.</param>
/// <param name="Card">The card, or null for none.</param>
public sealed record PlanDecision(Assessment Assessment, string Row, Card? Card);

/// <summary>The input of a decision besides the chart: the time, the client's options and the source of ids.</summary>
/// <param name="Now">The current time, in the site's time zone.</param>
/// <param name="EvaluationDate">A day that replaces both the evaluation date and today (replays, tests); null to take the evaluation date from the orders.</param>
/// <param name="Options">The client's options for its card.</param>
/// <param name="NextUuid">Generates the ids of cards and suggestions.</param>
public sealed record PlanQuestion(DateTimeOffset Now, DateOnly? EvaluationDate, CardOptions Options, Func<Guid> NextUuid);
