using CdsHooks.Decision.Plan;
using Hl7.Fhir.Model;

namespace CdsHooks.Workbench.Plans;

/// <summary>A plan's criteria in the order of its file, including those that are switched off.</summary>
internal sealed class PlanTree
{
    private readonly Dictionary<string, PlanNode> _definitions = new(StringComparer.Ordinal);

    /// <summary>Initializes a new instance of the <see cref="PlanTree"/> class.</summary>
    /// <param name="plan">A plan that loads without errors.</param>
    public PlanTree(KnowledgeResource plan)
    {
        Root = (PlanDefinition)plan.Resource;
        Orders = NodeOf(RuleSetLoader.FindPart(Root, "orders")!, depth: 0);
        Criteria = [.. ActionsOf("criteria").Select(action => NodeOf(action, depth: 0))];
        Rows = ActionsOf("decision-table");
        Cards = ActionsOf("cards");
        foreach (var node in Criteria.Prepend(Orders).SelectMany(node => node.WithDescendants()).Where(node => !node.IsReference))
        {
            _definitions.TryAdd(node.Id, node);
        }
    }

    public PlanDefinition Root { get; }

    /// <summary>Gets the criterion that determines the orders that the plan covers.</summary>
    public PlanNode Orders { get; }

    public IReadOnlyList<PlanNode> Criteria { get; }

    public IReadOnlyList<PlanDefinition.ActionComponent> Rows { get; }

    public IReadOnlyList<PlanDefinition.ActionComponent> Cards { get; }

    /// <summary>Gets the ids of all criteria, from top to bottom.</summary>
    public IEnumerable<string> Ids => _definitions.Keys;

    /// <summary>Finds the definition of a criterion; null when there is none.</summary>
    public PlanNode? Find(string id) => _definitions.GetValueOrDefault(id);

    /// <summary>Gets a criterion's title, else its id.</summary>
    public string TitleOf(string id) => Find(id)?.Action.Title ?? id;

    private List<PlanDefinition.ActionComponent> ActionsOf(string part) => RuleSetLoader.FindPart(Root, part)?.Action ?? [];

    private static PlanNode NodeOf(PlanDefinition.ActionComponent action, int depth)
    {
        var reference = action.Text("criterion-reference");
        return new PlanNode(
            action,
            reference ?? action.ElementId ?? string.Empty,
            reference is not null,
            depth,
            [.. action.Action.Select(member => NodeOf(member, depth + 1))]);
    }
}

/// <summary>An action in a plan's tree of criteria.</summary>
/// <param name="Action">The action.</param>
/// <param name="Id">The id of the criterion that the action defines or references.</param>
/// <param name="IsReference">True when the action only references a criterion that is defined elsewhere.</param>
/// <param name="Depth">The depth in the tree; 0 for a criterion that is not a member of a group.</param>
/// <param name="Members">The members of a group.</param>
internal sealed record PlanNode(PlanDefinition.ActionComponent Action, string Id, bool IsReference, int Depth, IReadOnlyList<PlanNode> Members)
{
    /// <summary>Lists this node and its descendants, from top to bottom.</summary>
    public IEnumerable<PlanNode> WithDescendants() => Members.SelectMany(member => member.WithDescendants()).Prepend(this);
}
