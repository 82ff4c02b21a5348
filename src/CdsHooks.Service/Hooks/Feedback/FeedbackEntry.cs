namespace CdsHooks.Service.Hooks.Feedback;

/// <summary>One entry of a feedback body (CDS Hooks 2.0, Feedback).</summary>
/// <param name="Card">The card's id: a UUID when this service issued it, otherwise any text.</param>
/// <param name="Outcome">The outcome.</param>
/// <param name="OutcomeAt">The time of the outcome.</param>
/// <param name="AcceptedSuggestions">The ids of the suggestions that were accepted; empty when the card was dismissed.</param>
/// <param name="Override">The reason for dismissing the card; empty when a suggestion was accepted.</param>
internal sealed record FeedbackEntry(string Card, FeedbackOutcome Outcome, DateTimeOffset OutcomeAt, IReadOnlyList<string> AcceptedSuggestions, OverrideAnswer Override);

/// <summary>The outcome of a card.</summary>
internal enum FeedbackOutcome
{
    /// <summary>A suggestion was accepted; <c>accepted</c> on the wire.</summary>
    Accepted,

    /// <summary>The card was dismissed; <c>overridden</c> on the wire.</summary>
    Overridden,
}

/// <summary>The reason for dismissing a card, as far as the client states it. Displays are not read: a client may write anything there.</summary>
/// <param name="System">The code's system; null when absent.</param>
/// <param name="Code">The code; null when absent.</param>
/// <param name="Comment">The user's comment; null when absent.</param>
internal readonly record struct OverrideAnswer(string? System, string? Code, string? Comment);
