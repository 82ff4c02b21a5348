using CdsHooks.Decision.Criteria;
using CdsHooks.Decision.Criteria.Matching;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Evidence;
using CdsHooks.Fhir.Terminology;
using Hl7.Fhir.Model;

namespace CdsHooks.Decision.Plan;

/// <summary>Compiles a PlanDefinition with site parameters into a rule set. Every issue is collected; none stops the loading.</summary>
public static class RuleSetLoader
{
    /// <summary>The id reported for the plan's own defaults.</summary>
    public const string DefaultSiteParameters = "seed";

    /// <summary>Builds the value sets of the knowledge folder; those without issues can be used even when others have some.</summary>
    public static TerminologyIndex BuildTerminology(KnowledgeFiles knowledge, IssueList issues)
    {
        var builder = new TerminologyBuilder();
        foreach (var resource in knowledge.Resources)
        {
            builder.Add(resource.Located, resource.File);
        }

        var index = builder.Build(out var found);
        issues.AddRange(found.Select(issue => new KnowledgeIssue(issue.File, issue.Location, issue.Message, issue.IsError)));
        return index;
    }

    /// <summary>Compiles a plan.</summary>
    /// <param name="knowledge">The knowledge folder.</param>
    /// <param name="terminology">Its value sets.</param>
    /// <param name="plan">The PlanDefinition.</param>
    /// <param name="siteParameters">A Parameters resource with the values that differ from the plan's defaults; null for none.</param>
    /// <param name="issues">Receives every issue.</param>
    /// <returns>The rule set; null when any issue is an error.</returns>
    public static RuleSet? Load(
        KnowledgeFiles knowledge, TerminologyIndex terminology, KnowledgeResource plan, KnowledgeResource? siteParameters, IssueList issues)
    {
        var root = (PlanDefinition)plan.Resource;
        var parameters = new ParameterReader(plan, issues).Read(siteParameters);
        var load = new LoadContext(plan, parameters, terminology, issues) { Denials = DenialsReader.Read(plan, issues) };
        var bodySites = BodySitesOf(root, load);
        var tree = new TreeLoader(load, bodySites);
        var orders = Part(root, "orders", load);
        var criteria = Part(root, "criteria", load);
        if (orders is not null && criteria is not null)
        {
            tree.Load(orders, criteria);
        }

        ShareDrugWords(tree.Criteria);
        var phrases = Phrases(knowledge, load);
        CheckOrders(orders, tree.ById.GetValueOrDefault(orders?.ElementId ?? string.Empty), load);

        if (issues.HasErrors)
        {
            return null;
        }

        return new RuleSet(new RuleSet.Parts(
            Canonical: $"{plan.Url}|{root.Version}",
            Title: root.Title ?? string.Empty,
            SiteParameters: siteParameters?.Id ?? DefaultSiteParameters,
            Parameters: parameters,
            Terminology: terminology,
            KeepAll: KeepAll(tree.Criteria),
            Reads: Reads(tree.Criteria, _ => true),
            Needs: Reads(tree.Criteria, input => input.Role is not InputRole.Explains),
            Criteria: tree.Criteria,
            Declared: tree.Declared,
            BodySites: bodySites,
            Phrases: phrases,
            OrdersId: orders?.ElementId ?? string.Empty));
    }

    /// <summary>Checks the orders action. Its orders determine the evaluation date, so it cannot depend on that date.</summary>
    private static void CheckOrders(PlanDefinition.ActionComponent? orders, Criterion? criterion, LoadContext load)
    {
        if (criterion is not RecordCriterion { Outline.Kind: "order" } matching)
        {
            load.AddIssue(orders, "The orders action must be a criterion of kind order.");
        }
        else if (matching.Inputs.Any(input => input.Dates.IsAsked))
        {
            load.AddIssue(orders, "The orders action must not filter by dates: they depend on the orders that it finds.");
        }
        else if (matching.AbsentIsUnknown)
        {
            load.AddIssue(orders, "The orders action must not be unknown where no order matches: the plan would be about every order.");
        }
    }

    /// <summary>Finds the top-level action of a plan with a code of CodeSystem plan-part, or null.</summary>
    public static PlanDefinition.ActionComponent? FindPart(PlanDefinition plan, string code) =>
        plan.Action.Find(action => string.Equals(action.CodeOf("plan-part"), code, StringComparison.Ordinal));

    private static PlanDefinition.ActionComponent? Part(PlanDefinition plan, string code, LoadContext load) => FindPart(plan, code)
        ?? load.Reject<PlanDefinition.ActionComponent>(plan, $"A plan needs an action with the code {code} of CodeSystem plan-part.");

    private static PlanBodySites BodySitesOf(PlanDefinition plan, LoadContext load)
    {
        if (plan.Named("plan-body-sites") is not { } bodySites)
        {
            return PlanBodySites.Unstated;
        }

        return new PlanBodySites(Set("site"), Set("otherSite"), Set("reason"), Set("nearby")) { OtherReason = Set("otherReason"), Order = Set("order"), Levels = bodySites.Text("levels") ?? string.Empty, AddOn = Set("addOn"), CodedLevels = CodedLevels(plan, load) };

        int Set(string name) => bodySites.Text(name) is { } canonical ? load.ValueSet(canonical, bodySites.Named(name)) ?? -1 : -1;
    }

    private static List<(int ValueSet, SpinalLevel Level)> CodedLevels(PlanDefinition plan, LoadContext load)
    {
        List<(int ValueSet, SpinalLevel Level)> levels = [];
        foreach (var coded in plan.AllNamed("plan-order-level"))
        {
            if (SpinalLevel.TryRead(coded.Text("level")) is not { } level)
            {
                load.AddIssue(coded, "plan-order-level needs a level of the spine, such as L5-S1.");
            }
            else if (coded.Text("codes") is { } canonical && load.ValueSet(canonical, coded.Named("codes")) is { } valueSet)
            {
                levels.Add((valueSet, level));
            }
            else
            {
                load.AddIssue(coded, "plan-order-level needs the value set of the orders at that level.");
            }
        }

        return levels;
    }

    /// <summary>Shares the words for drugs: a drug that one criterion finds by its words is not unknown to another.</summary>
    private static void ShareDrugWords(IReadOnlyList<Criterion> criteria)
    {
        List<EvidenceInput> inputs = [.. criteria.OfType<LeafCriterion>().SelectMany(leaf => leaf.Inputs).Where(input => input.IsDrug)];
        string[] words = [.. inputs.SelectMany(input => input.Words).Distinct(StringComparer.Ordinal)];
        foreach (var input in inputs.Where(input => input.IsForUnresolved))
        {
            input.DrugWords = words;
        }
    }

    private static HashSet<EvidenceKind> KeepAll(IReadOnlyList<Criterion> criteria) =>
        [.. criteria.OfType<LeafCriterion>().SelectMany(leaf => leaf.Inputs.SelectMany(input => KeepAll(leaf, input)))];

    private static IEnumerable<EvidenceKind> KeepAll(LeafCriterion leaf, EvidenceInput input)
    {
        // The drug of a trial can be named by a Medication elsewhere in the data set.
        var isTrial = leaf is MedicationTrialCriterion or CareDurationCriterion && input.IsDrug;
        var isReadByText = input.IsForUnresolved || (input.IsForUnreadText && input.Filters.Length == 0) || input.Words.Count > 0;
        if (isTrial || isReadByText || input.Filters.Any(IsElsewhere))
        {
            yield return input.Kind;
        }

        if (input.BodySite.SameBodySite || input.NeedsReasonIn >= 0)
        {
            // The reason of a session can refer to any condition.
            yield return EvidenceKind.Condition;
        }
    }

    private static HashSet<EvidenceKind> Reads(IReadOnlyList<Criterion> criteria, Func<EvidenceInput, bool> predicate)
    {
        List<EvidenceInput> inputs = [.. criteria.OfType<LeafCriterion>().SelectMany(leaf => leaf.Inputs).Where(predicate)];
        HashSet<EvidenceKind> kinds = [.. inputs.Select(input => input.Kind)];
        if (inputs.Exists(input => input.ReadsReason || input.NeedsReasonIn >= 0))
        {
            // A reason can refer to a condition.
            kinds.Add(EvidenceKind.Condition);
        }

        if (criteria.OfType<AgeCriterion>().Any())
        {
            kinds.Add(EvidenceKind.Patient);
        }

        kinds.Remove(EvidenceKind.DraftOrder);
        return kinds;
    }

    /// <summary>True when the deciding code can be in a referenced resource: a participant's role, a reason's condition.</summary>
    private static bool IsElsewhere((EvidencePath Path, int ValueSet) filter) => filter.Path is EvidencePath.Participant or EvidencePath.Reason;

    private static string[] Phrases(KnowledgeFiles knowledge, LoadContext load)
    {
        var phrases = new string[ReasonCodes.All.Count];
        if (knowledge.Find(PlanExtensions.CodeSystemBase + "criterion-reason") is not { Resource: CodeSystem system } codes)
        {
            load.AddIssue(element: null, "The knowledge folder needs the CodeSystem criterion-reason.");
            return phrases;
        }

        foreach (var concept in system.Concept)
        {
            if (!ReasonCodes.TryParse(concept.Code, out Reason reason))
            {
                load.Issues.Add(codes, concept, "This reason is not in the closed list of reasons.");
            }
            else if (concept.Display is { Length: > 0 } display)
            {
                phrases[(int)reason] = display;
            }
        }

        foreach (var (index, _) in phrases.Index().Where(phrase => phrase.Item is null))
        {
            load.Issues.Add(codes, element: null, $"The reason {ReasonCodes.All[index]} has no display.");
        }

        return phrases;
    }
}
