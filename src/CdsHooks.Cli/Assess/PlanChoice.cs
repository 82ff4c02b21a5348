using CdsHooks.Cli.Output;
using CdsHooks.Cli.Plans;
using CdsHooks.Decision;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Evidence;
using CdsHooks.Decision.Intake;

namespace CdsHooks.Cli.Assess;

/// <summary>Chooses the plan for a call.</summary>
internal static class PlanChoice
{
    /// <summary>Gives the plan that was named, else the only one, else the first that is about the orders, else the first.</summary>
    /// <exception cref="CommandException">There is no such plan or profile, or the rules have errors.</exception>
    public static CompiledPlan For(KnowledgeSource source, string? planName, string? profileId, HookRequest request)
    {
        if (planName is not null)
        {
            return source.Load(source.FindPlan(planName), profileId);
        }

        if (source.Plans.Count < 2)
        {
            return source.Load(source.OnlyPlan(), profileId);
        }

        var plans = source.Plans
            .Where(plan => profileId is null || source.ProfilesOf(plan).Any(profile => string.Equals(profile.Resource.Id, profileId, StringComparison.Ordinal)))
            .Select(plan => source.Load(plan, profileId))
            .ToList();
        return plans.Find(plan => plan.Rules.Match(OrderRecords.Read(plan.Rules.Terminology, request.Context.DraftOrders)).Result is not CriterionResult.NotMet)
            ?? (plans.Count > 0 ? plans[0] : throw CommandException.WrongUse($"No plan has a site profile {profileId}."));
    }
}
