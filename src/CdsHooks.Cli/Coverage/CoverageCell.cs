namespace CdsHooks.Cli.Coverage;

/// <summary>An outcome that the cases should show.</summary>
/// <param name="Kind">The kind of cell.</param>
/// <param name="Subject">The id of the criterion, the row or the card, or the parameter's name.</param>
/// <param name="Detail">The outcome, the indicator, the suggestion or the value.</param>
internal readonly record struct CoverageCell(CoverageKind Kind, string Subject, string Detail)
{
    public override string ToString() => $"{Kind.ToString().ToLowerInvariant()} {Subject}: {Detail}";
}

/// <summary>The kinds of coverage cells.</summary>
internal enum CoverageKind
{
    /// <summary>A criterion has an outcome.</summary>
    Criterion,

    /// <summary>A row of the decision table decides, with an indicator or without a card.</summary>
    Row,

    /// <summary>A card offers a suggestion.</summary>
    Suggestion,

    /// <summary>A parameter at a limit makes a difference.</summary>
    Parameter,
}
