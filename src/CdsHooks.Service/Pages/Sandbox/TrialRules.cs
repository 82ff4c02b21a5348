using System.Runtime.CompilerServices;
using CdsHooks.Decision;
using CdsHooks.Decision.Plan;
using CdsHooks.Service.Knowledge.Rules;
using CdsHooks.Service.Pages.Shared;
using CdsHooks.Workbench;
using CdsHooks.Workbench.Plans;
using CdsHooks.Workbench.Tuning;

namespace CdsHooks.Service.Pages.Sandbox;

/// <summary>The rules in force with a few parameters changed, for one call of the sandbox.</summary>
internal static class TrialRules
{
    // Building the value sets takes longer than a call; they stay the same until the rules are replaced.
    private static readonly ConditionalWeakTable<KnowledgeFiles, PlanLoader> Loaders = [];

    /// <summary>Loads the plan of a service with changed parameters.</summary>
    /// <param name="rules">The rules in force.</param>
    /// <param name="service">The service.</param>
    /// <param name="changes">The changes, as <c>name=value</c>; <c>change=</c> and what stands in addresses of Tune for a change made there.</param>
    /// <returns>The service with the changed plan, or the issues that forbid it; they name parameters and ranges, not values.</returns>
    public static (CdsService? Service, IReadOnlyList<string> Issues) Load(RulesSnapshot rules, CdsService service, IReadOnlyList<string> changes)
    {
        if (changes.Count is 0)
        {
            return (service, []);
        }

        string? tuned = null;
        List<ParameterChange> changed = [];
        List<string> issues = [];
        var siteParameters = service.Plan.Rules.SiteParameters;
        foreach (var change in changes)
        {
            if (change.StartsWith($"{SimulateLink.Preset}=", StringComparison.Ordinal))
            {
                siteParameters = change[(SimulateLink.Preset.Length + 1)..];
                continue;
            }

            if (change.StartsWith($"{TunedRules.Change}=", StringComparison.Ordinal))
            {
                tuned = change[(TunedRules.Change.Length + 1)..];
                continue;
            }

            try
            {
                changed.Add(ParameterChange.Read(service.Plan.Rules.Parameters, change));
            }
            catch (InvalidInputException exception)
            {
                issues.Add(exception.Message);
            }
        }

        if (tuned is not null && changes.Any(change => change.StartsWith($"{SimulateLink.Preset}=", StringComparison.Ordinal)))
        {
            issues.Add("Site parameters cannot be chosen for a change made on Tune: it starts from those in force.");
        }

        var given = rules.SiteParametersOf(service.Plan, siteParameters);
        if (given is null && siteParameters is not RuleSetLoader.DefaultSiteParameters)
        {
            issues.Add("There are no site parameters of this name.");
        }

        return issues.Count > 0 ? (null, issues)
            : tuned is not null ? Load(rules, service, tuned, changed)
            : Load(service, Loaders.GetValue(rules.Knowledge, knowledge => new PlanLoader(knowledge)), ParameterChange.LaidOver(given, changed));
    }

    private static (CdsService? Service, IReadOnlyList<string> Issues) Load(RulesSnapshot rules, CdsService service, string tuned, List<ParameterChange> changed)
    {
        try
        {
            var candidate = TunedRules.Read(rules, service.Plan, tuned);
            return Load(service, candidate.Source.Loader, ParameterChange.LaidOver(candidate.SiteParameters, changed));
        }
        catch (InvalidInputException exception)
        {
            return (null, [exception.Message]);
        }
    }

    private static (CdsService? Service, IReadOnlyList<string> Issues) Load(CdsService service, PlanLoader loader, KnowledgeResource parameters)
    {
        PlanLoadResult load;
        lock (KnowledgeSource.Loading)
        {
            load = loader.Load(service.Plan.Rules.Canonical, parameters);
        }

        return load.Plan is { } plan
            ? (service with { Plan = plan, RulesVersion = null }, [])
            : (null, [.. load.Issues.Where(issue => issue.IsError).Select(issue => issue.Message)]);
    }
}
