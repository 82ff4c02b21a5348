using CdsHooks.Decision.Plan;
using Hl7.Fhir.Model;

namespace CdsHooks.Cli.Plans;

/// <summary>A plan's criteria as its author ordered them, the switched-off ones too.</summary>
internal sealed class PlanTree
{
    private readonly Dictionary<string, PlanNode> _definitions = new(StringComparer.Ordinal);

    /// <summary>Initializes a new instance of the <see cref="PlanTree"/> class.</summary>
    /// <param name="plan">A plan that loads without issues.</param>
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

    /// <summary>Gets the criterion that says which orders the plan is about.</summary>
    public PlanNode Orders { get; }

    public IReadOnlyList<PlanNode> Criteria { get; }

    public IReadOnlyList<PlanDefinition.ActionComponent> Rows { get; }

    public IReadOnlyList<PlanDefinition.ActionComponent> Cards { get; }

    /// <summary>Gets the ids of all criteria, from top to bottom.</summary>
    public IEnumerable<string> Ids => _definitions.Keys;

    /// <summary>Finds where a criterion is defined.</summary>
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
