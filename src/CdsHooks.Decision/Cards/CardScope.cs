using CdsHooks.Decision.Plan;
using Hl7.Fhir.Model;

namespace CdsHooks.Decision.Cards;

/// <summary>The context of all readers of a plan's cards.</summary>
internal sealed class CardScope(KnowledgeFiles knowledge, KnowledgeResource plan, RuleSet rules, IssueList issues)
    : LoadContext(plan, rules.Parameters, rules.Terminology, issues)
{
    public KnowledgeFiles Knowledge => knowledge;

    public RuleSet Rules => rules;

    public void Warn(Base element, string message) =>
        Issues.Add(new KnowledgeIssue(Resource.File, Resource.Located.LocationOf(element), message, IsError: false));

    /// <summary>Finds the top-level action of a part of the plan.</summary>
    public PlanDefinition.ActionComponent? FindPart(string code) => RuleSetLoader.FindPart(Plan, code);

    /// <summary>Finds an action anywhere in the plan.</summary>
    public PlanDefinition.ActionComponent? FindAction(string id) => FindAction(Plan.Action, id);

    private static PlanDefinition.ActionComponent? FindAction(List<PlanDefinition.ActionComponent> actions, string id) => actions
        .Select(action => string.Equals(action.ElementId, id, StringComparison.Ordinal) ? action : FindAction(action.Action, id))
        .FirstOrDefault(found => found is not null);
}
