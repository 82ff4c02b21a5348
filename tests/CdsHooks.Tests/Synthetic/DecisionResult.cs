using CdsHooks.Decision;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Hooks;
using CdsHooks.Workbench.Replay;

namespace CdsHooks.Tests.Synthetic;

/// <summary>What must not change: the row, the card with its indicator and summary, and each criterion's result and reason.</summary>
/// <param name="Row">The row of the decision table; empty where the table was not asked.</param>
/// <param name="Card">Kind, indicator and summary; empty for no card.</param>
/// <param name="Criteria">Id, result and reason, in the plan's order.</param>
internal sealed record DecisionResult(string Row, string Card, IReadOnlyList<string> Criteria)
{
    public static DecisionResult Of(ReplayedCall call) => Of(call.Decision, call.Row ?? string.Empty, call.Card);

    public static DecisionResult Of(PlanDecision decision) => Of(decision, decision.Row, decision.Card);

    /// <summary>Tells the differences from another one, a line each; empty where there are none.</summary>
    public string Differences(DecisionResult other) => string.Join('\n', Lines().Zip(other.Lines())
        .Where(pair => !string.Equals(pair.First, pair.Second, StringComparison.Ordinal))
        .Select(pair => $"  {pair.First} -> {pair.Second}"));

    /// <summary>The result with the criteria that give one reason told without it, and the card without its summary.</summary>
    public DecisionResult Excusing(string reason, DecisionResult other) => this with
    {
        Card = Card.Split(':')[0],
        Criteria = [.. Criteria.Zip(other.Criteria).Select(pair => pair.First.EndsWith(" " + reason, StringComparison.Ordinal) ? WithReasonOf(pair.First, pair.Second) : pair.First)],
    };

    private static DecisionResult Of(PlanDecision decision, string row, Card? card) => new(
        row,
        card is null ? string.Empty : $"{card.Source.Topic?.Code} {card.Indicator}: {card.Summary}",
        [.. decision.Assessment.Criteria.Select(finding => $"{finding.Id} {finding.Result.ToCode()} {finding.Reason.ToCode()}")]);

    private static string WithReasonOf(string line, string other) => $"{line[..line.LastIndexOf(' ')]}{other[other.LastIndexOf(' ')..]}";

    private IEnumerable<string> Lines() => [Row, Card, .. Criteria];
}
