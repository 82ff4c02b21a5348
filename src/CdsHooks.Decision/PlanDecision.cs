using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Hooks;

namespace CdsHooks.Decision;

/// <summary>What was decided about one call.</summary>
/// <param name="Assessment">Every criterion with its result, reason and evidence.</param>
/// <param name="Row">Id of the row of the decision table that matched; empty when the table was not asked, since the plan is about none of the orders.</param>
/// <param name="Card">The card, or null when nothing need be said.</param>
public sealed record PlanDecision(Assessment Assessment, string Row, Card? Card);
