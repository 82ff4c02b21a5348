namespace CdsHooks.Workbench.Cases;

/// <summary>A case and what two sets of rules make of it.</summary>
/// <param name="Run">The case.</param>
/// <param name="InForce">The outcome with the rules in force.</param>
/// <param name="Candidate">The outcome with the candidate.</param>
internal sealed record TurnedCase(CaseRun Run, SideOutcome InForce, SideOutcome Candidate)
{
    /// <summary>Gets a value indicating whether another row of the decision table decides, or whether only one side could judge the case.</summary>
    public bool IsRowTurned => !string.Equals(InForce.Row, Candidate.Row, StringComparison.Ordinal) || !string.Equals(InForce.Issue, Candidate.Issue, StringComparison.Ordinal);

    /// <summary>Gets a value indicating whether another card comes, none, or one with another indicator.</summary>
    public bool IsCardTurned => !string.Equals(InForce.CardKind, Candidate.CardKind, StringComparison.Ordinal) || InForce.Indicator != Candidate.Indicator;

    /// <summary>Gets the criteria whose result differs, in the order of the rules in force; a result is null where the criterion is switched off.</summary>
    public IReadOnlyList<TurnedCriterion> Criteria { get; } = TurnedCriterion.Between(InForce, Candidate);

    /// <summary>Gets a value indicating whether anything but words differs.</summary>
    public bool IsTurned => IsRowTurned || IsCardTurned || Criteria.Count > 0;

    /// <summary>Gets a value indicating whether the words of the card or of its suggestions differ.</summary>
    public bool IsReworded => !InForce.Words.SequenceEqual(Candidate.Words, StringComparer.Ordinal);
}
