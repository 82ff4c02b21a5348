using CdsHooks.Service.Hooks.Decisions;
using CdsHooks.Service.Hooks.Feedback;

namespace CdsHooks.Service.Hooks.Summaries;

/// <summary>The parts of a decision that are counted.</summary>
/// <param name="Key">The parts that it has in common with others.</param>
/// <param name="Row">The row of the decision table; empty when the rules in force were about none of the orders.</param>
/// <param name="Suggestions">The suggestions of the card.</param>
/// <param name="Criteria">The criteria.</param>
/// <param name="Feedback">The feedback on its card, oldest first.</param>
internal sealed record CountedDecision(
    SummaryKey Key, string Row, IReadOnlyList<SuggestionRecord> Suggestions, IReadOnlyList<CriterionRecord> Criteria, IReadOnlyList<CountedFeedback> Feedback)
{
    /// <summary>Takes these parts of a decision and of the feedback on its card.</summary>
    public static CountedDecision Of(DecisionRecord decision, IEnumerable<FeedbackRecord> feedback) => new(
        new SummaryKey(decision.Service, decision.Client, decision.Plan, decision.SiteParameters, decision.RulesVersion, decision.CardKind),
        decision.Row,
        decision.Suggestions,
        decision.Criteria,
        [.. feedback.Select(entry => new CountedFeedback(entry.Outcome is "accepted", entry.Suggestions, GivenReason.Of(entry.ReasonSystem, entry.ReasonCode)))]);
}

/// <summary>The parts of feedback that are counted.</summary>
/// <param name="IsAccepted">True when a suggestion was accepted, false when the card was dismissed.</param>
/// <param name="Suggestions">The ids of the accepted suggestions.</param>
/// <param name="Reason">The reason for dismissing it (<see cref="GivenReason"/>).</param>
internal sealed record CountedFeedback(bool IsAccepted, IReadOnlyList<string> Suggestions, string Reason);
