using CdsHooks.Service.Hooks.Decisions;

namespace CdsHooks.Service.Hooks.Feedback;

/// <summary>Feedback as it is kept, with the decision that gave the card.</summary>
/// <param name="ReceivedAt">When it came, to the millisecond.</param>
/// <param name="Service">The service it was sent to.</param>
/// <param name="Client">Who sent it.</param>
/// <param name="Card">The card's id.</param>
/// <param name="Outcome">What became of the card.</param>
/// <param name="OutcomeAt">When, to the millisecond.</param>
/// <param name="AcceptedSuggestions">Ids of the suggestions that were accepted.</param>
/// <param name="ReasonSystem">The system of the reason for dismissing it.</param>
/// <param name="ReasonCode">The code of the reason.</param>
/// <param name="CommentLength">How long the user's comment was.</param>
/// <param name="Comment">The comment, where the options say that it is kept.</param>
/// <param name="Decision">The decision that gave this card to this client: card kind, row, plan version. Null when there is none, or none yet.</param>
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
