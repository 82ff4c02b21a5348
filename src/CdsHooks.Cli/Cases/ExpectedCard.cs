namespace CdsHooks.Cli.Cases;

/// <summary>What a card must be; a member that is null is not compared.</summary>
internal sealed record ExpectedCard(
    string? Kind,
    string? Indicator,
    IReadOnlyList<string>? Gaps,
    IReadOnlyList<string>? Suggestions,
    IReadOnlyList<string>? OverrideReasons,
    IReadOnlyList<string> SummaryContains,
    IReadOnlyList<string> DetailContains,
    IReadOnlyList<string> DetailLacks);
