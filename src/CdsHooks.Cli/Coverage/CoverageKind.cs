namespace CdsHooks.Cli.Coverage;

/// <summary>The sorts of things that cases should show.</summary>
internal enum CoverageKind
{
    /// <summary>A criterion comes to an outcome.</summary>
    Criterion,

    /// <summary>A row of the decision table decides, with an indicator or without a card.</summary>
    Row,

    /// <summary>A card offers a suggestion.</summary>
    Suggestion,

    /// <summary>A parameter at a limit makes a difference.</summary>
    Parameter,
}
