using CdsHooks.Cli.Assess;
using CdsHooks.Decision;
using CdsHooks.Decision.Protocol;
using CdsHooks.Decision.Rules;

namespace CdsHooks.Tests.Synthetic;

/// <summary>What must not change: the row, the card with its indicator and summary, and each criterion's result and reason.</summary>
/// <param name="Row">The row of the decision table; empty where the table was not asked.</param>
/// <param name="Card">Kind, indicator and summary; empty for no card.</param>
/// <param name="Criteria">Id, result and reason, in the plan's order.</param>
internal sealed record Verdict(string Row, string Card, IReadOnlyList<string> Criteria)
{
    public static Verdict Of(ReplayedCall call) => Of(call.Decision, call.Row ?? string.Empty, call.Card);

    public static Verdict Of(PlanDecision decision) => Of(decision, decision.Row, decision.Card);

    /// <summary>Tells the differences from another one, a line each; empty where there are none.</summary>
    public string Differences(Verdict other) => string.Join('\n', Lines().Zip(other.Lines())
        .Where(pair => !string.Equals(pair.First, pair.Second, StringComparison.Ordinal))
        .Select(pair => $"  {pair.First} -> {pair.Second}"));

    /// <summary>The verdict without one criterion, and without what a card says of it.</summary>
    public Verdict Without(string criterion) =>
        this with { Card = Card.Split(':', 2)[0], Criteria = [.. Criteria.Where(line => !line.StartsWith(criterion + " ", StringComparison.Ordinal))] };

    private static Verdict Of(PlanDecision decision, string row, Card? card) => new(
        row,
        card is null ? string.Empty : $"{card.Source.Topic?.Code} {card.Indicator}: {card.Summary}",
        [.. decision.Assessment.Criteria.Select(finding => $"{finding.Id} {finding.Result.ToCode()} {finding.Reason.ToCode()}")]);

    private IEnumerable<string> Lines() => [Row, Card, .. Criteria];
}
