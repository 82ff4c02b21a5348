using CdsHooks.Decision;
using CdsHooks.Decision.Hooks;
using CdsHooks.Decision.Plan;
using CdsHooks.Service.Knowledge.Rules;
using CdsHooks.Service.Pages.Shared;
using CdsHooks.Simulation.Calls;
using CdsHooks.Simulation.Results;
using CdsHooks.Simulation.Runs;
using CdsHooks.Simulation.Shards;
using CdsHooks.Workbench;
using CdsHooks.Workbench.Plans;
using RulesLoader = CdsHooks.Simulation.Runs.RulesLoader;

namespace CdsHooks.Service.Pages.Simulate;

/// <summary>Turns what a run simulates into a simulation, under the rules in force.</summary>
internal static class RunSetup
{
    /// <summary>Gets the plan that is simulated: the one of the orders that are signed.</summary>
    public static CompiledPlan PlanOf(RulesSnapshot rules) =>
        rules.Services.Values.OrderBy(service => service.Id, StringComparer.Ordinal).First(service => service.Hook is HookNames.OrderSign).Plan;

    /// <summary>Lists the site parameters that a candidate may have.</summary>
    public static IReadOnlyList<KnowledgeResource> PresetsOf(RulesSnapshot rules)
    {
        var source = SourceOf(rules);
        return [.. source.SiteParametersOf(source.FindPlan(PlanOf(rules).Rules.Canonical)).OrderBy(resource => resource.Id, StringComparer.Ordinal)];
    }

    /// <summary>Loads the plan with its own defaults, under which the truth of the synthetic cohort is stated.</summary>
    public static CompiledPlan DefaultsOf(RulesSnapshot rules)
    {
        var source = SourceOf(rules);
        return source.Load(source.FindPlan(PlanOf(rules).Rules.Canonical), siteParametersId: null);
    }

    /// <summary>Loads the rules of a run.</summary>
    /// <exception cref="WorkbenchException">The candidate or a sweep is not possible under these rules.</exception>
    public static SimulatedRules RulesOf(RunSpec spec, RulesSnapshot rules)
    {
        var source = SourceOf(rules);
        var plan = PlanOf(rules);
        var canonical = plan.Rules.Canonical;
        var inForce = rules.SiteParametersOf(plan, plan.Rules.SiteParameters);
        var candidate = CandidateOf(spec, rules, source, inForce);
        return new SimulatedRules(
            RulesLoader.Side(source, rules.KnowledgeHash, canonical, inForce, []),
            spec.HasCandidate ? RulesLoader.Side(candidate.Source, candidate.Version, canonical, candidate.SiteParameters, spec.Changes) : null,
            [.. spec.Sweeps.Select(sweep => RulesLoader.Sweep(candidate.Source, canonical, candidate.SiteParameters, spec.Changes, sweep))]);
    }

    /// <summary>Makes the simulation.</summary>
    /// <exception cref="WorkbenchException">The candidate, a sweep or a condition is not possible under these rules.</exception>
    public static SimulationSetup Of(RunSpec spec, RulesSnapshot rules, PackFolder pack)
    {
        var simulated = RulesOf(spec, rules);
        var (calls, identity) = CallsOf(spec, simulated);
        return new SimulationSetup(pack, simulated, calls, identity);
    }

    private static (ICallSource Calls, CallsIdentity Identity) CallsOf(RunSpec spec, SimulatedRules rules)
    {
        if (spec is not { Order: { } order, On: { } day })
        {
            return (new OrderReplay(rules.Sides, new CallPeriod(spec.From, spec.Until)), new CallsIdentity("replay") { From = spec.From, Until = spec.Until });
        }

        var terminology = rules.Served.Plan.Rules.Terminology;
        ChartFilter filter = new(patients: null, [.. spec.Where.Select(text => ChartCondition.Read(text, terminology))], terminology);
        var code = order.Split('|');
        return (new WhatIf(code[0], code[1], day, filter), new CallsIdentity("what-if") { Order = order, Date = day, Filter = spec.Where.Count > 0 ? spec.Where : null });
    }

    /// <summary>Gets the rules on which the candidate's changed parameters and the sweeps are laid.</summary>
    private static (KnowledgeSource Source, string Version, KnowledgeResource? SiteParameters) CandidateOf(RunSpec spec, RulesSnapshot rules, KnowledgeSource source, KnowledgeResource? inForce)
    {
        if (spec.Tuned is { } change)
        {
            var tuned = TunedRules.Read(rules, PlanOf(rules), change);
            return (tuned.Source, SimulationSetup.HashOf($"{rules.KnowledgeHash} {change}"), tuned.SiteParameters);
        }

        return (source, rules.KnowledgeHash, spec.Preset switch
        {
            null => inForce,
            RuleSetLoader.DefaultSiteParameters => null,
            var id => source.FindSiteParameters(source.FindPlan(PlanOf(rules).Rules.Canonical), id),
        });
    }

    private static KnowledgeSource SourceOf(RulesSnapshot rules) => KnowledgeSource.Of("the rules in force", rules.Knowledge);
}
