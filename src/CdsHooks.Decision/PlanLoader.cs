using CdsHooks.Decision.Cards;
using CdsHooks.Decision.Plan;
using CdsHooks.Fhir.Terminology;
using Hl7.Fhir.Model;

namespace CdsHooks.Decision;

/// <summary>Loads plans from the knowledge: criteria, parameters, decision table and cards, all faults at once.</summary>
public sealed class PlanLoader
{
    private readonly KnowledgeFiles _knowledge;
    private readonly TerminologyIndex _terminology;
    private readonly FaultList _common = new();

    /// <summary>Initializes a new instance of the <see cref="PlanLoader"/> class: builds the value sets, which all plans share.</summary>
    /// <param name="knowledge">The knowledge.</param>
    public PlanLoader(KnowledgeFiles knowledge)
    {
        _knowledge = knowledge;
        _terminology = RuleSetLoader.BuildTerminology(knowledge, _common);
    }

    /// <summary>Gets the faults of the value sets, which concern every plan.</summary>
    public IReadOnlyList<KnowledgeFault> CommonFaults => _common.Faults;

    /// <summary>Loads one plan.</summary>
    /// <param name="planCanonical">Canonical of the PlanDefinition, with or without <c>|version</c>.</param>
    /// <param name="siteProfileId">Id of a Parameters resource; null for the plan's own defaults.</param>
    /// <returns>The plan, or every fault that forbids it.</returns>
    public PlanLoadResult Load(string planCanonical, string? siteProfileId = null)
    {
        var faults = CommonAsStart();
        KnowledgeResource? profile = null;
        if (siteProfileId is not null)
        {
            profile = _knowledge.OfType("Parameters").FirstOrDefault(candidate =>
                string.Equals(candidate.Id, siteProfileId, StringComparison.Ordinal));
            if (profile is null)
            {
                var known = string.Join(", ", _knowledge.OfType("Parameters").Select(candidate => candidate.Id).Order(StringComparer.Ordinal));
                faults.Add(new KnowledgeFault("profiles", string.Empty, $"There is no site profile (Parameters resource) with the id {siteProfileId}. Those here: {known}."));
            }
        }

        return Load(planCanonical, profile, faults);
    }

    /// <summary>Loads one plan under a site profile that is not part of the knowledge, such as a candidate.</summary>
    /// <param name="planCanonical">Canonical of the PlanDefinition, with or without <c>|version</c>.</param>
    /// <param name="siteProfile">The profile.</param>
    /// <returns>The plan, or every fault that forbids it.</returns>
    public PlanLoadResult Load(string planCanonical, KnowledgeResource siteProfile) => Load(planCanonical, siteProfile, CommonAsStart());

    /// <summary>Loads a plan that is not part of the knowledge, such as a candidate, with the knowledge's value sets.</summary>
    /// <param name="plan">The PlanDefinition.</param>
    /// <param name="siteProfile">The site profile, part of the knowledge or not; null for the plan's own defaults.</param>
    /// <returns>The plan, or every fault that forbids it.</returns>
    public PlanLoadResult Load(KnowledgeResource plan, KnowledgeResource? siteProfile)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return Load(plan, siteProfile, CommonAsStart());
    }

    private PlanLoadResult Load(string planCanonical, KnowledgeResource? profile, FaultList faults)
    {
        if (_knowledge.Find(planCanonical) is { Resource: PlanDefinition } plan)
        {
            return Load(plan, profile, faults);
        }

        faults.Add(new KnowledgeFault(string.Empty, string.Empty, $"There is no PlanDefinition {planCanonical}."));
        return new PlanLoadResult(null, faults.Faults);
    }

    private PlanLoadResult Load(KnowledgeResource plan, KnowledgeResource? profile, FaultList faults)
    {
        var rules = RuleSetLoader.Load(_knowledge, _terminology, plan, profile, faults);
        var cards = rules is null ? null : CardTableLoader.Load(_knowledge, plan, rules, faults);
        return new PlanLoadResult(
            rules is null || cards is null || faults.HasErrors ? null : new CompiledPlan(rules, cards),
            faults.Faults);
    }

    private FaultList CommonAsStart()
    {
        var faults = new FaultList();
        foreach (var fault in _common.Faults)
        {
            faults.Add(fault);
        }

        return faults;
    }
}
