using CdsHooks.Decision.Cards;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Evidence;
using CdsHooks.Decision.Hooks;
using CdsHooks.Decision.Plan;
using CdsHooks.Service.Tests.Infrastructure;

namespace CdsHooks.Tests.Cards;

/// <summary>The made-up plan, loaded, and ways to ask it.</summary>
internal sealed record ToyRules(RuleSet Rules, CardTable Table, IReadOnlyList<KnowledgeIssue> Issues)
{
    public static readonly DateOnly Today = new(2026, 6, 1);

    private static readonly CardSubject Somebody = new("pat-1", EncounterId: null, _ => false);

    /// <summary>An assessment in which everything that is not named is not met for want of a record.</summary>
    public Assessment Assess(params Finding[] findings) => new(
        Rules.Canonical,
        Rules.SiteParameters,
        new AssessmentClock(Today, Today),
        [.. Rules.Criteria.Select(criterion => Array.Find(findings, finding => string.Equals(finding.Id, criterion.Id, StringComparison.Ordinal))
            ?? NotMet(criterion.Id))],
        []);

    public static Finding Met(string id, params EvidenceItem[] evidence) => new(id, CriterionResult.Met, Reason.Documented, evidence);

    public static Finding NotMet(string id, Reason reason = Reason.NotDocumented) => new(id, CriterionResult.NotMet, reason, []);

    public static Finding Unknown(string id, Reason reason = Reason.NotRetrieved) => new(id, CriterionResult.Unknown, reason, []);

    public static Retrieval Set(string key, RetrievalOutcome outcome) =>
        new(key, PrefetchKeys.All.First(known => string.Equals(known.Key, key, StringComparison.Ordinal)).Kind, outcome, Count: 0);

    public Card? Compose(Assessment assessment, CardOptions? options = null, CardSubject? subject = null)
    {
        byte drawn = 0;
        CardComposer composer = new(Rules, Table, () => new Guid(0xABCDEF01, 2, 3, 4, 5, 6, 7, 8, 9, 10, ++drawn));
        var card = composer.Compose(Table.Choose(assessment), assessment, subject ?? Somebody, options ?? new CardOptions());
        HookResponse.AssertSound(ProtocolJson.Write(new CdsResponse { Cards = card is null ? [] : [card] }));
        return card;
    }

    public string Detail(Assessment assessment, CardOptions? options = null) => Compose(assessment, options)?.Detail ?? string.Empty;
}
