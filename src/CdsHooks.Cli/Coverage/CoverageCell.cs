namespace CdsHooks.Cli.Coverage;

/// <summary>One thing that the cases should show.</summary>
/// <param name="Kind">What sort of thing.</param>
/// <param name="Subject">Id of the criterion, the row or the card, or the parameter's name.</param>
/// <param name="Detail">The outcome, the indicator, the suggestion or the value.</param>
internal readonly record struct CoverageCell(CoverageKind Kind, string Subject, string Detail)
{
    public override string ToString() => $"{Kind.ToString().ToLowerInvariant()} {Subject}: {Detail}";
}
