namespace CdsHooks.Service.Hooks.Feedback;

/// <summary>Why a card was dismissed, as far as the client says. Displays are not read: a client may write anything there.</summary>
/// <param name="System">The code's system; null when none is given.</param>
/// <param name="Code">The code; null when only words are given.</param>
/// <param name="Comment">The user's own words; null when there are none.</param>
internal readonly record struct OverrideAnswer(string? System, string? Code, string? Comment);
