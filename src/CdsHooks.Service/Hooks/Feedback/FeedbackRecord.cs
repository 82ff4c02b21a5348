using System.Text.Json.Serialization;
using CdsHooks.Service.Hooks.Decisions;

namespace CdsHooks.Service.Hooks.Feedback;

/// <summary>A row of feedback, for exports and imports.</summary>
/// <param name="Id">The id: a hash of the feedback's content.</param>
/// <param name="ReceivedAt">The time of receipt, to the millisecond.</param>
/// <param name="Service">The service that received it.</param>
/// <param name="Client">The client that sent it.</param>
/// <param name="Card">The card's id.</param>
/// <param name="Outcome"><c>accepted</c> or <c>overridden</c>.</param>
/// <param name="OutcomeAt">The time of the outcome, to the millisecond.</param>
/// <param name="Suggestions">The ids of the accepted suggestions.</param>
/// <param name="ReasonSystem">The system of the reason for dismissing the card; null when there is none.</param>
/// <param name="ReasonCode">The code of the reason; null when there is none.</param>
/// <param name="CommentLength"><c>none</c>, <c>short</c>, <c>medium</c> or <c>long</c>.</param>
/// <param name="Comment">The comment, where the options allow storing it; else null.</param>
internal sealed record FeedbackRecord(
    string Id,
    [property: JsonConverter(typeof(InstantConverter))] DateTimeOffset ReceivedAt,
    string Service,
    string Client,
    string Card,
    string Outcome,
    [property: JsonConverter(typeof(InstantConverter))] DateTimeOffset OutcomeAt,
    IReadOnlyList<string> Suggestions,
    string? ReasonSystem,
    string? ReasonCode,
    string CommentLength,
    string? Comment)
{
    /// <summary>The type of a line of an export.</summary>
    public const string LineType = "feedback";

    /// <summary>Gets the type of the line in an export.</summary>
    [JsonPropertyOrder(-1)]
    public string Type { get; init; } = LineType;
}
