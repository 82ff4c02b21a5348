using CdsHooks.Decision.Criteria.Results;

namespace CdsHooks.Decision.Cards;

/// <summary>How cards say in a few words why one criterion has its result.</summary>
/// <param name="Criterion">The criterion's id.</param>
/// <param name="Reasons">The reasons that the phrase is for.</param>
/// <param name="Text">The phrase: parameters are filled in, the figures of a finding are inserts.</param>
internal sealed record CardPhrase(string Criterion, IReadOnlyList<Reason> Reasons, string Text);
