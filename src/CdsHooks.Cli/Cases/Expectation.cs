namespace CdsHooks.Cli.Cases;

/// <summary>What must come of a call.</summary>
/// <param name="Today">The day of the call.</param>
/// <param name="Criteria">Results by criterion; criteria that are not named are not compared.</param>
/// <param name="ComparesCard">Whether the card is compared.</param>
/// <param name="Card">The card; null when there must be none.</param>
internal sealed record Expectation(
    DateOnly Today, IReadOnlyList<(string Id, ExpectedResult Expected)> Criteria, bool ComparesCard, ExpectedCard? Card);
