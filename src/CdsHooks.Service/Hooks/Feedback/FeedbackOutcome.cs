namespace CdsHooks.Service.Hooks.Feedback;

/// <summary>What became of a card.</summary>
internal enum FeedbackOutcome
{
    /// <summary>A suggestion was accepted; <c>accepted</c> on the wire.</summary>
    Accepted,

    /// <summary>The card was dismissed; <c>overridden</c> on the wire.</summary>
    Overridden,
}
