using CdsHooks.Decision;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Evidence;
using CdsHooks.Decision.Intake;
using CdsHooks.Workbench.Plans;

namespace CdsHooks.Workbench.Replay;

/// <summary>Chooses the plan for a call.</summary>
internal static class PlanChoice
{
    /// <summary>Gets the named plan, else the only one, else the first that covers the orders, else the first.</summary>
    /// <exception cref="WorkbenchException">The plan or the site parameters do not exist, or the rules have errors.</exception>
    public static CompiledPlan For(KnowledgeSource source, string? planName, string? siteParametersId, HookRequest request)
    {
        if (planName is not null)
        {
            return source.Load(source.FindPlan(planName), siteParametersId);
        }

        if (source.Plans.Count < 2)
        {
            return source.Load(source.OnlyPlan(), siteParametersId);
        }

        var plans = source.Plans
            .Where(plan => siteParametersId is null || source.SiteParametersOf(plan).Any(siteParameters => string.Equals(siteParameters.Resource.Id, siteParametersId, StringComparison.Ordinal)))
            .Select(plan => source.Load(plan, siteParametersId))
            .ToList();
        return plans.Find(plan => plan.Rules.Match(OrderRecords.Read(plan.Rules.Terminology, request.Context.DraftOrders)).Result is not CriterionResult.NotMet)
            ?? (plans.Count > 0 ? plans[0] : throw new InvalidInputException($"No plan has site parameters {siteParametersId}."));
    }
}
