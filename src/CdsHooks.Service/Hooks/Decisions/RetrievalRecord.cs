namespace CdsHooks.Service.Hooks.Decisions;

/// <summary>How one set of evidence was got.</summary>
/// <param name="Key">The prefetch key.</param>
/// <param name="Outcome">The outcome's code.</param>
internal readonly record struct RetrievalRecord(string Key, string Outcome);
