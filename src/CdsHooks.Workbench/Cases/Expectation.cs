using CdsHooks.Decision.Criteria.Results;

namespace CdsHooks.Workbench.Cases;

/// <summary>The expected decision about a call.</summary>
/// <param name="Today">The day of the call.</param>
/// <param name="Criteria">The results by criterion; criteria that are not named are not compared.</param>
/// <param name="ComparesCard">True when the card is compared.</param>
/// <param name="Card">The card; null when no card is expected.</param>
internal sealed record Expectation(
    DateOnly Today, IReadOnlyList<(string Id, ExpectedResult Expected)> Criteria, bool ComparesCard, ExpectedCard? Card);

/// <summary>The expected card; a member that is null is not compared.</summary>
internal sealed record ExpectedCard(
    string? Kind,
    string? Indicator,
    IReadOnlyList<string>? Gaps,
    IReadOnlyList<string>? Suggestions,
    IReadOnlyList<string>? OverrideReasons,
    IReadOnlyList<string> SummaryContains,
    IReadOnlyList<string> DetailContains,
    IReadOnlyList<string> DetailLacks);

/// <summary>The expected result of a criterion, and its reason unless null.</summary>
internal sealed record ExpectedResult(CriterionResult Result, Reason? Reason)
{
    public override string ToString() => Show(Result, Reason);

    public static string Show(CriterionResult result, Reason? reason) =>
        reason is { } given ? $"{result.ToCode()}, {given.ToCode()}" : result.ToCode();
}
