using System.Text.Json.Nodes;

namespace CdsHooks.Service.Host.Description;

/// <summary>The body of feedback, as far as it is read. Unknown members are ignored.</summary>
/// <param name="Feedback">Any number of entries, about any cards.</param>
internal sealed record FeedbackShape(IReadOnlyList<FeedbackShape.EntryShape> Feedback)
{
    /// <summary>The outcome of one card.</summary>
    /// <param name="Card">The card's <c>uuid</c>.</param>
    /// <param name="Outcome"><c>accepted</c> or <c>overridden</c>.</param>
    /// <param name="OutcomeTimestamp">The time of the outcome.</param>
    /// <param name="AcceptedSuggestions">The accepted suggestions; required with <c>accepted</c>.</param>
    /// <param name="OverrideReason">The reason, with <c>overridden</c>. The name <c>overrideReasons</c> is accepted too.</param>
    internal sealed record EntryShape(
        string Card,
        string Outcome,
        DateTimeOffset OutcomeTimestamp,
        IReadOnlyList<SuggestionShape>? AcceptedSuggestions = null,
        OverrideShape? OverrideReason = null);

    /// <summary>A suggestion that was accepted.</summary>
    /// <param name="Id">The suggestion's <c>uuid</c>.</param>
    internal sealed record SuggestionShape(string Id);

    /// <summary>The reason for dismissing a card.</summary>
    /// <param name="Reason">A code; its display is not read.</param>
    /// <param name="UserComment">The user's comment; not stored by default.</param>
    /// <param name="Extension">Reasons of a vendor, each a coding.</param>
    internal sealed record OverrideShape(ReasonShape? Reason = null, string? UserComment = null, JsonObject? Extension = null);

    /// <summary>A code.</summary>
    /// <param name="Code">The code.</param>
    /// <param name="System">Its system.</param>
    internal sealed record ReasonShape(string? Code = null, string? System = null);
}

/// <summary>The response to feedback: empty when every entry was accepted.</summary>
/// <param name="Extension">The rejected entries under <c>example.cdshooks.refused</c>, each with the place (<c>expression</c>) and the issue (<c>text</c>).</param>
internal sealed record FeedbackAnswerShape(JsonObject? Extension = null);
