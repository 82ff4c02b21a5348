using CdsHooks.Decision.Criteria;
using CdsHooks.Decision.Criteria.Matching;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Evidence;
using CdsHooks.Fhir.Terminology;
using Hl7.Fhir.Model;

namespace CdsHooks.Decision.Plan;

/// <summary>Compiles a PlanDefinition, under a site profile, into a rule set; every fault is collected, none stops the reading.</summary>
public static class RuleSetLoader
{
    /// <summary>The id reported for the plan's own defaults.</summary>
    public const string DefaultProfile = "seed";

    /// <summary>Builds the value sets of the knowledge.</summary>
    /// <param name="knowledge">The knowledge.</param>
    /// <param name="faults">Receives what is wrong with them.</param>
    /// <returns>The index; usable as far as it goes even when there are faults.</returns>
    public static TerminologyIndex BuildTerminology(KnowledgeFiles knowledge, FaultList faults)
    {
        ArgumentNullException.ThrowIfNull(knowledge);
        ArgumentNullException.ThrowIfNull(faults);
        var builder = new TerminologyBuilder();
        foreach (var resource in knowledge.Resources)
        {
            builder.Add(resource.Placed, resource.File);
        }

        var index = builder.Build(out var found);
        foreach (var fault in found)
        {
            faults.Add(new KnowledgeFault(fault.File, fault.Location, fault.Message, fault.IsError));
        }

        return index;
    }

    /// <summary>Compiles a plan.</summary>
    /// <param name="knowledge">The knowledge.</param>
    /// <param name="terminology">Its value sets.</param>
    /// <param name="plan">The PlanDefinition.</param>
    /// <param name="siteProfile">A Parameters resource with what differs; null for the plan's defaults.</param>
    /// <param name="faults">Receives every fault.</param>
    /// <returns>The rule set; null when any fault is an error.</returns>
    public static RuleSet? Load(
        KnowledgeFiles knowledge, TerminologyIndex terminology, KnowledgeResource plan, KnowledgeResource? siteProfile, FaultList faults)
    {
        ArgumentNullException.ThrowIfNull(knowledge);
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(faults);
        var root = (PlanDefinition)plan.Resource;
        var parameters = new ParameterReader(plan, faults).Read(siteProfile);
        var load = new LoadContext(plan, parameters, terminology, faults) { Denials = DenialsReader.Read(plan, faults) };
        var region = RegionOf(root, load);
        var tree = new TreeLoader(load, region);
        var orders = Part(root, "orders", load);
        var criteria = Part(root, "criteria", load);
        if (orders is not null && criteria is not null)
        {
            tree.Load(orders, criteria);
        }

        TellDrugWords(tree.Criteria);
        var phrases = Phrases(knowledge, load);
        CheckOrders(orders, tree.ById.GetValueOrDefault(orders?.ElementId ?? string.Empty), load);

        if (faults.HasErrors)
        {
            return null;
        }

        return new RuleSet(new RuleSet.Parts
        {
            Canonical = $"{plan.Url}|{root.Version}",
            Title = root.Title ?? string.Empty,
            Profile = siteProfile?.Id ?? DefaultProfile,
            Parameters = parameters,
            Terminology = terminology,
            KeepAll = KeepAll(tree.Criteria),
            Reads = Reads(tree.Criteria, _ => true),
            Needs = Reads(tree.Criteria, input => input.Role is not InputRole.Explains),
            Criteria = tree.Criteria,
            Declared = tree.Declared,
            Region = region,
            Phrases = phrases,
            OrdersId = orders?.ElementId ?? string.Empty,
        });
    }

    /// <summary>T0 is taken from the orders that match, so nothing about them can be reckoned from T0.</summary>
    private static void CheckOrders(PlanDefinition.ActionComponent? orders, Criterion? criterion, LoadContext load)
    {
        if (criterion is not RecordCriterion { Outline.Kind: "order" } matching)
        {
            load.Fault(orders, "The orders action must be a criterion of kind order.");
        }
        else if (matching.Inputs.Any(input => input.Dates.IsAsked))
        {
            load.Fault(orders, "The orders action must not ask for dates: they are reckoned from the orders that it finds.");
        }
        else if (matching.AbsentIsUnknown)
        {
            load.Fault(orders, "The orders action must not be unknown where no order matches: the plan would be about every order.");
        }
    }

    /// <summary>Finds one of the plan's four top-level actions.</summary>
    /// <param name="plan">The PlanDefinition.</param>
    /// <param name="code">Its code from CodeSystem plan-part.</param>
    /// <returns>The action, or null where the plan has none.</returns>
    public static PlanDefinition.ActionComponent? FindPart(PlanDefinition plan, string code)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return plan.Action.Find(action => string.Equals(action.CodeOf("plan-part"), code, StringComparison.Ordinal));
    }

    private static PlanDefinition.ActionComponent? Part(PlanDefinition plan, string code, LoadContext load)
    {
        var part = FindPart(plan, code);
        if (part is null)
        {
            load.Fault(plan, $"A plan needs an action with the code {code} of CodeSystem plan-part.");
        }

        return part;
    }

    private static PlanRegion RegionOf(PlanDefinition plan, LoadContext load)
    {
        if (plan.Named("plan-body-sites") is not { } region)
        {
            return PlanRegion.Unstated;
        }

        return new PlanRegion(Set("site"), Set("otherSite"), Set("reason"), Set("nearby")) { OtherReason = Set("otherReason"), Order = Set("order"), Levels = region.Text("levels") ?? string.Empty, AddOn = Set("addOn"), CodedLevels = CodedLevels(plan, load) };

        int Set(string name) => region.Text(name) is { } canonical ? load.ValueSet(canonical, region.Named(name)) ?? -1 : -1;
    }

    private static List<(int ValueSet, SpinalLevel Level)> CodedLevels(PlanDefinition plan, LoadContext load)
    {
        List<(int ValueSet, SpinalLevel Level)> levels = [];
        foreach (var coded in plan.AllNamed("plan-order-level"))
        {
            if (SpinalLevel.TryRead(coded.Text("level")) is not { } level)
            {
                load.Fault(coded, "plan-order-level needs a level of the spine, such as L5-S1.");
            }
            else if (coded.Text("codes") is { } canonical && load.ValueSet(canonical, coded.Named("codes")) is { } valueSet)
            {
                levels.Add((valueSet, level));
            }
            else
            {
                load.Fault(coded, "plan-order-level needs the value set of the orders at that level.");
            }
        }

        return levels;
    }

    /// <summary>A drug that one criterion knows by its words is no unknown drug to another.</summary>
    private static void TellDrugWords(IReadOnlyList<Criterion> criteria)
    {
        List<EvidenceInput> inputs = [.. criteria.OfType<LeafCriterion>().SelectMany(leaf => leaf.Inputs).Where(input => input.IsDrug)];
        string[] words = [.. inputs.SelectMany(input => input.Words).Distinct(StringComparer.Ordinal)];
        foreach (var input in inputs.Where(input => input.IsForUnresolved))
        {
            input.DrugWords = words;
        }
    }

    private static HashSet<EvidenceKind> KeepAll(IReadOnlyList<Criterion> criteria)
    {
        HashSet<EvidenceKind> kinds = [];
        foreach (var leaf in criteria.OfType<LeafCriterion>())
        {
            foreach (var input in leaf.Inputs.Where(input => input.IsForUnresolved || (input.IsForUnreadText && input.Filters.Length == 0) || input.Words.Count > 0 || input.Filters.Any(IsElsewhere)))
            {
                kinds.Add(input.Kind);
            }

            if (leaf.Inputs.Any(input => input.Place.SameRegion || input.NeedsReasonIn >= 0))
            {
                // A session's reason may point at any condition.
                kinds.Add(EvidenceKind.Condition);
            }

            if (leaf is MedicationTrialCriterion or CareDurationCriterion)
            {
                // The drug may be named by a Medication elsewhere in the set.
                kinds.UnionWith(leaf.Inputs
                    .Select(input => input.Kind)
                    .Where(kind => kind is EvidenceKind.MedicationRequest or EvidenceKind.MedicationStatement));
            }
        }

        return kinds;
    }

    private static HashSet<EvidenceKind> Reads(IReadOnlyList<Criterion> criteria, Func<EvidenceInput, bool> isMeant)
    {
        List<EvidenceInput> inputs = [.. criteria.OfType<LeafCriterion>().SelectMany(leaf => leaf.Inputs).Where(isMeant)];
        HashSet<EvidenceKind> kinds = [.. inputs.Select(input => input.Kind)];
        if (inputs.Exists(input => input.ReadsReason || input.NeedsReasonIn >= 0))
        {
            // A reason may point at a condition.
            kinds.Add(EvidenceKind.Condition);
        }

        if (criteria.OfType<AgeCriterion>().Any())
        {
            kinds.Add(EvidenceKind.Patient);
        }

        kinds.Remove(EvidenceKind.DraftOrder);
        return kinds;
    }

    /// <summary>Whether the code that decides may stand in a resource that is pointed at: a participant's role, a reason's condition.</summary>
    private static bool IsElsewhere((EvidencePath Path, int ValueSet) filter) => filter.Path is EvidencePath.Participant or EvidencePath.Reason;

    private static string[] Phrases(KnowledgeFiles knowledge, LoadContext load)
    {
        var phrases = new string[ReasonCodes.All.Count];
        if (knowledge.Find(PlanExtensions.CodeSystemBase + "criterion-reason") is not { Resource: CodeSystem system } codes)
        {
            load.Fault(element: null, "The knowledge folder needs the CodeSystem criterion-reason.");
            return phrases;
        }

        foreach (var concept in system.Concept)
        {
            if (!ReasonCodes.TryParse(concept.Code, out Reason reason))
            {
                load.Faults.Add(codes, concept, "This reason is not in the closed list that the engine gives.");
            }
            else if (concept.Display is { Length: > 0 } display)
            {
                phrases[(int)reason] = display;
            }
        }

        for (var index = 0; index < phrases.Length; index++)
        {
            if (phrases[index] is null)
            {
                load.Faults.Add(codes, element: null, $"The reason {ReasonCodes.All[index]} has no display.");
            }
        }

        return phrases;
    }
}
