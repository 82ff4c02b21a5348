namespace CdsHooks.Workbench.Cases;

/// <summary>The cases whose decision differs between two sets of rules.</summary>
/// <param name="Judged">The number of cases that were judged.</param>
/// <param name="Turned">The cases of which the row, the card, its indicator, or the result of a criterion differs, in order.</param>
/// <param name="Reworded">The other cases of which the words of the card or of its suggestions differ, in order; judge one again to see them.</param>
internal sealed record CaseTurns(int Judged, IReadOnlyList<TurnedCase> Turned, IReadOnlyList<CaseRun> Reworded);
