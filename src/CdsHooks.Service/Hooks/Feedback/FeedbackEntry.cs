namespace CdsHooks.Service.Hooks.Feedback;

/// <summary>One entry of a feedback body (CDS Hooks 2.0, Feedback).</summary>
/// <param name="Card">The card's id: a UUID when it is one of ours, else any text.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="OutcomeAt">When.</param>
/// <param name="AcceptedSuggestions">The ids of the suggestions that were accepted; empty when the card was dismissed.</param>
/// <param name="Override">Why it was dismissed; nothing when a suggestion was accepted.</param>
internal sealed record FeedbackEntry(string Card, FeedbackOutcome Outcome, DateTimeOffset OutcomeAt, IReadOnlyList<string> AcceptedSuggestions, OverrideAnswer Override);
