namespace CdsHooks.Service.Hooks.Decisions;

/// <summary>One suggestion of a card.</summary>
/// <param name="Id">The suggestion's id, by which feedback names it.</param>
/// <param name="Codes">What it would order, as <c>system|code</c>.</param>
internal sealed record SuggestionRecord(string Id, IReadOnlyList<string> Codes);
