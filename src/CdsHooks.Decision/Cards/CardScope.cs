using CdsHooks.Decision.Plan;
using Hl7.Fhir.Model;

namespace CdsHooks.Decision.Cards;

/// <summary>The context of all readers of a plan's cards.</summary>
internal sealed class CardScope(KnowledgeFiles knowledge, KnowledgeResource plan, RuleSet rules, IssueList issues)
{
    public KnowledgeFiles Knowledge => knowledge;

    public PlanDefinition Plan { get; } = (PlanDefinition)plan.Resource;

    public RuleSet Rules => rules;

    public IssueList Issues => issues;

    public void AddIssue(Base? element, string message) => issues.Add(plan, element, message);

    public void Warn(Base element, string message) =>
        issues.Add(new KnowledgeIssue(plan.File, plan.Located.LocationOf(element), message, IsError: false));

    public bool IsEnabled(IExtendable element) => Enablement.IsEnabled(element, rules.Parameters, plan, issues);

    /// <summary>Finds the top-level action of a part of the plan.</summary>
    public PlanDefinition.ActionComponent? FindPart(string code) => RuleSetLoader.FindPart(Plan, code);

    /// <summary>Finds an action anywhere in the plan.</summary>
    public PlanDefinition.ActionComponent? FindAction(string id) => FindAction(Plan.Action, id);

    private static PlanDefinition.ActionComponent? FindAction(List<PlanDefinition.ActionComponent> actions, string id)
    {
        foreach (var action in actions)
        {
            if ((string.Equals(action.ElementId, id, StringComparison.Ordinal) ? action : FindAction(action.Action, id)) is { } found)
            {
                return found;
            }
        }

        return null;
    }
}
