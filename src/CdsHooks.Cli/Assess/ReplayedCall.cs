using CdsHooks.Decision;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Hooks;
using CdsHooks.Decision.Intake;

namespace CdsHooks.Cli.Assess;

/// <summary>What the service would decide about one call.</summary>
/// <param name="IsAbout">Whether the plan is about any of the orders; where it is not, the service reads no evidence and stays silent.</param>
/// <param name="Decision">The decision; of a call that the plan is not about, only the assessment means anything.</param>
internal sealed record ReplayedCall(bool IsAbout, PlanDecision Decision)
{
    /// <summary>Gets the card; null for none.</summary>
    public Card? Card => IsAbout ? Decision.Card : null;

    /// <summary>Gets the row of the decision table that matched; null when the table was not asked.</summary>
    public string? Row => IsAbout && Decision.Row.Length > 0 ? Decision.Row : null;

    /// <summary>Decides about a call as the service does.</summary>
    /// <exception cref="HookRequestException">The rest of the request breaks the rules of CDS Hooks or of JSON.</exception>
    public static ReplayedCall Of(CompiledPlan plan, HookRequest request, PlanQuestion ask)
    {
        var orders = plan.Match(request.Context, ask.Now, ask.EvaluationDate);
        var sets = request.ReadRest(plan.Rules.Terminology, plan.Rules.KeepAll).Sets;
        return new ReplayedCall(orders.Result is not CriterionResult.NotMet, plan.Decide(request.Context, orders, sets, ask));
    }
}
