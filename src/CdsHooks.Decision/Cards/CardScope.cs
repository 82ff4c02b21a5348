using CdsHooks.Decision.Rules;
using CdsHooks.Fhir;

namespace CdsHooks.Decision.Cards;

/// <summary>What every reader of a plan's cards needs at hand.</summary>
internal sealed class CardScope(Knowledge knowledge, KnowledgeResource plan, RuleSet rules, FaultList faults)
{
    public Knowledge Knowledge => knowledge;

    public FhirNode Plan => plan.Resource.Root;

    public RuleSet Rules => rules;

    public FaultList Faults => faults;

    public void Fault(FhirNode node, string message) => faults.Add(plan.File, node, message);

    public void Warn(FhirNode node, string message) =>
        faults.Add(new KnowledgeFault(plan.File, node.Location, message, IsError: false));

    public bool IsEnabled(FhirNode node) => Enablement.IsEnabled(node, rules.Parameters, plan.File, faults);

    /// <summary>Finds the top-level action that holds a part of the plan.</summary>
    public FhirNode FindPart(string code) => RuleSetLoader.FindPart(Plan, code);

    /// <summary>Finds an action anywhere in the plan.</summary>
    public FhirNode FindAction(string id) => FindAction(Plan, id);

    private static FhirNode FindAction(FhirNode parent, string id)
    {
        foreach (var action in parent.Items("action"u8))
        {
            if (string.Equals(action["id"u8].AsString(), id, StringComparison.Ordinal))
            {
                return action;
            }

            if (FindAction(action, id) is { Exists: true } found)
            {
                return found;
            }
        }

        return default;
    }
}
