using CdsHooks.Decision.Rules;
using CdsHooks.Fhir;

namespace CdsHooks.Cli.Plans;

/// <summary>A plan's criteria as its author ordered them, the switched-off ones too.</summary>
internal sealed class PlanTree
{
    private readonly Dictionary<string, PlanNode> _definitions = new(StringComparer.Ordinal);

    public PlanTree(KnowledgeResource plan)
    {
        var root = plan.Resource.Root;
        Root = root;
        Orders = NodeOf(RuleSetLoader.FindPart(root, "orders"), depth: 0);
        Criteria = [.. RuleSetLoader.FindPart(root, "criteria").Items("action"u8).Select(action => NodeOf(action, depth: 0))];
        Rows = [.. RuleSetLoader.FindPart(root, "decision-table").Items("action"u8)];
        Cards = [.. RuleSetLoader.FindPart(root, "cards").Items("action"u8)];
        foreach (var node in Criteria.Prepend(Orders).SelectMany(node => node.WithDescendants()).Where(node => !node.IsReference))
        {
            _definitions.TryAdd(node.Id, node);
        }
    }

    public FhirNode Root { get; }

    /// <summary>Gets the criterion that says which orders the plan is about.</summary>
    public PlanNode Orders { get; }

    public IReadOnlyList<PlanNode> Criteria { get; }

    public IReadOnlyList<FhirNode> Rows { get; }

    public IReadOnlyList<FhirNode> Cards { get; }

    /// <summary>Gets the ids of all criteria, from top to bottom.</summary>
    public IEnumerable<string> Ids => _definitions.Keys;

    /// <summary>Finds where a criterion is defined.</summary>
    public PlanNode? Find(string id) => _definitions.GetValueOrDefault(id);

    /// <summary>Gets a criterion's title, else its id.</summary>
    public string TitleOf(string id) => Find(id)?.Action["title"u8].AsString() ?? id;

    private static PlanNode NodeOf(FhirNode action, int depth)
    {
        var reference = action.Extension("criterion-reference").Value() is { Exists: true } value ? value.AsString() : null;
        return new PlanNode(
            action,
            reference ?? action["id"u8].AsString() ?? string.Empty,
            reference is not null,
            depth,
            [.. action.Items("action"u8).Select(member => NodeOf(member, depth + 1))]);
    }
}
