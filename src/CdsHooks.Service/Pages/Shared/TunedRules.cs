using CdsHooks.Decision;
using CdsHooks.Service.Knowledge.Rules;
using CdsHooks.Workbench;
using CdsHooks.Workbench.Plans;
using CdsHooks.Workbench.Tuning;
using Hl7.Fhir.Model;

namespace CdsHooks.Service.Pages.Shared;

/// <summary>The rules with a change that is made on Tune, which travels in addresses.</summary>
internal static class TunedRules
{
    /// <summary>The name under which an address has the change.</summary>
    public const string Change = "change";

    /// <summary>Gets a note for a change that nobody has signed yet.</summary>
    public static ChangeNote Unsigned { get; } = new("not stated", "not stated", DateTimeOffset.UnixEpoch, null, null);

    /// <summary>Makes the rules of a change.</summary>
    /// <param name="rules">The rules in force.</param>
    /// <param name="plan">The plan in force.</param>
    /// <param name="tuning">What the site is to set.</param>
    public static SiteCandidate Of(RulesSnapshot rules, CompiledPlan plan, SiteTuning tuning)
    {
        lock (KnowledgeSource.Loading)
        {
            return SiteCandidate.Of(rules.Knowledge, plan, new SiteChange(plan.Rules.Canonical.Split('|')[0], tuning, Unsigned));
        }
    }

    /// <summary>Makes the rules of a change from an address.</summary>
    /// <param name="rules">The rules in force.</param>
    /// <param name="plan">The plan in force.</param>
    /// <param name="token">The change.</param>
    /// <returns>The rules, without errors.</returns>
    /// <exception cref="InvalidInputException">The change is damaged, of other rules, or makes rules that cannot be used.</exception>
    public static SiteCandidate Read(RulesSnapshot rules, CompiledPlan plan, string token)
    {
        var declared = plan.Rules.Parameters;
        var inForce = SiteFilesReader.Read(rules.Knowledge.Resources, rules.SiteParametersOf(plan, plan.Rules.SiteParameters), declared).Tuning;
        var definition = (PlanDefinition)rules.Knowledge.Find(plan.Rules.Canonical)!.Resource;
        var read = TuningToken.Read(token, inForce, declared, definition)
            ?? throw new InvalidInputException("The change made on Tune is damaged, or was made on other rules.");
        var candidate = Of(rules, plan, read.Tuning);
        return candidate.Plan is not null
            ? candidate
            : throw new InvalidInputException($"The change made on Tune cannot be used: {string.Join(" ", candidate.Issues.Where(issue => issue.IsError).Select(issue => issue.Message))}");
    }
}
