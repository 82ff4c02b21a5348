using CdsHooks.Service.Hooks.Decisions;

namespace CdsHooks.Service.Hooks.Feedback;

/// <summary>Stored feedback, with the decision that produced the card.</summary>
/// <param name="ReceivedAt">The time of receipt, to the millisecond.</param>
/// <param name="Service">The service that received it.</param>
/// <param name="Client">The client that sent it.</param>
/// <param name="Card">The card's id.</param>
/// <param name="Outcome">The outcome of the card.</param>
/// <param name="OutcomeAt">The time of the outcome, to the millisecond.</param>
/// <param name="AcceptedSuggestions">The ids of the accepted suggestions.</param>
/// <param name="ReasonSystem">The system of the reason for dismissing the card.</param>
/// <param name="ReasonCode">The code of the reason.</param>
/// <param name="CommentLength">The length of the user's comment.</param>
/// <param name="Comment">The comment, where the options allow storing it.</param>
/// <param name="Decision">The decision that produced this card for this client; null when none is stored, or not yet.</param>
internal sealed record RecordedFeedback(
    DateTimeOffset ReceivedAt,
    string Service,
    string Client,
    string Card,
    FeedbackOutcome Outcome,
    DateTimeOffset OutcomeAt,
    IReadOnlyList<string> AcceptedSuggestions,
    string? ReasonSystem,
    string? ReasonCode,
    CommentLength CommentLength,
    string? Comment,
    DecisionRecord? Decision);

/// <summary>The length of a user's comment in UTF-16 code units: by default, all of the comment that is stored.</summary>
internal enum CommentLength
{
    /// <summary>No comment.</summary>
    None,

    /// <summary>Up to 80: a few words.</summary>
    Short,

    /// <summary>Up to 400: a sentence or two.</summary>
    Medium,

    /// <summary>More than 400.</summary>
    Long,
}
