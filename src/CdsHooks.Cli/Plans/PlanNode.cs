using Hl7.Fhir.Model;

namespace CdsHooks.Cli.Plans;

/// <summary>One action of a plan's tree of criteria, as it stands in the file.</summary>
/// <param name="Action">The action.</param>
/// <param name="Id">Id of the criterion that it defines or refers to.</param>
/// <param name="IsReference">Whether it only refers to a criterion that is defined elsewhere.</param>
/// <param name="Depth">How deep it stands; 0 for a criterion that is no group's member.</param>
/// <param name="Members">The members of a group.</param>
internal sealed record PlanNode(PlanDefinition.ActionComponent Action, string Id, bool IsReference, int Depth, IReadOnlyList<PlanNode> Members)
{
    /// <summary>Lists this node and all below it, from top to bottom.</summary>
    public IEnumerable<PlanNode> WithDescendants() => Members.SelectMany(member => member.WithDescendants()).Prepend(this);
}
