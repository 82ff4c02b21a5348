using System.Globalization;
using CdsHooks.Decision;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Hooks;
using CdsHooks.Decision.Intake;

namespace CdsHooks.Workbench.Replay;

/// <summary>The decision of the service about one call.</summary>
/// <param name="IsCovered">True when the plan covers any of the orders; otherwise the service reads no evidence and sends no cards.</param>
/// <param name="Decision">The decision; when the plan covers none of the orders, only its assessment is meaningful.</param>
internal sealed record ReplayedCall(bool IsCovered, PlanDecision Decision)
{
    /// <summary>Gets the card; null when there is none.</summary>
    public Card? Card => IsCovered ? Decision.Card : null;

    /// <summary>Gets the row of the decision table that matched; null when the table was not evaluated.</summary>
    public string? Row => IsCovered && Decision.Row.Length > 0 ? Decision.Row : null;

    /// <summary>Decides about a call as the service does.</summary>
    /// <exception cref="HookRequestException">The rest of the request violates CDS Hooks or is not JSON.</exception>
    public static ReplayedCall Of(CompiledPlan plan, HookRequest request, PlanQuestion question)
    {
        var orders = plan.Match(request.Context, question.Now, question.EvaluationDate);
        var sets = request.ReadRest(plan.Rules.Terminology, plan.Rules.KeepAll).Sets;
        return new ReplayedCall(orders.Result is not CriterionResult.NotMet, plan.Decide(request.Context, orders, sets, question));
    }
}

/// <summary>Generates the same UUIDs in every run: 00000000-0000-4000-8000-000000000001 and so on.</summary>
internal sealed class SequentialUuids
{
    private uint _last;

    public Guid Next() => Guid.Parse(string.Create(CultureInfo.InvariantCulture, $"00000000-0000-4000-8000-{++_last:x12}"), CultureInfo.InvariantCulture);
}
