using CdsHooks.Decision.Intake;

namespace CdsHooks.Service.Hooks.Feedback;

/// <summary>A feedback body as read.</summary>
/// <param name="Entries">The entries that can be taken.</param>
/// <param name="Issues">One issue of each other entry, with its place.</param>
internal sealed record FeedbackBatch(IReadOnlyList<FeedbackEntry> Entries, IReadOnlyList<HookRequestException> Issues);
