using System.Text.Json.Nodes;

namespace CdsHooks.Service.Host.Description;

/// <summary>The body of feedback, as far as it is read. Members that nobody knows are ignored.</summary>
/// <param name="Feedback">Any number of entries, about any cards.</param>
internal sealed record FeedbackShape(IReadOnlyList<FeedbackShape.EntryShape> Feedback)
{
    /// <summary>What became of one card.</summary>
    /// <param name="Card">The card's <c>uuid</c>.</param>
    /// <param name="Outcome"><c>accepted</c> or <c>overridden</c>.</param>
    /// <param name="OutcomeTimestamp">When.</param>
    /// <param name="AcceptedSuggestions">With <c>accepted</c>, where it is required: the suggestions.</param>
    /// <param name="OverrideReason">With <c>overridden</c>: why. <c>overrideReasons</c> is understood, too.</param>
    internal sealed record EntryShape(
        string Card,
        string Outcome,
        DateTimeOffset OutcomeTimestamp,
        IReadOnlyList<SuggestionShape>? AcceptedSuggestions = null,
        OverrideShape? OverrideReason = null);

    /// <summary>A suggestion that was accepted.</summary>
    /// <param name="Id">The suggestion's <c>uuid</c>.</param>
    internal sealed record SuggestionShape(string Id);

    /// <summary>Why a card was dismissed.</summary>
    /// <param name="Reason">A code; its display is not read.</param>
    /// <param name="UserComment">The user's words; not stored by default.</param>
    /// <param name="Extension">A vendor's own reasons, each a coding.</param>
    internal sealed record OverrideShape(ReasonShape? Reason = null, string? UserComment = null, JsonObject? Extension = null);

    /// <summary>A code.</summary>
    /// <param name="Code">The code.</param>
    /// <param name="System">Its system.</param>
    internal sealed record ReasonShape(string? Code = null, string? System = null);
}
