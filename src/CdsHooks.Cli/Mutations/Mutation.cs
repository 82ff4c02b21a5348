using System.Text;
using System.Text.Json.Nodes;
using CdsHooks.Decision.Plan;
using CdsHooks.Workbench;
using CdsHooks.Workbench.Plans;
using Hl7.Fhir.Serialization;

namespace CdsHooks.Cli.Mutations;

/// <summary>A mutation: one change of the rules, in memory.</summary>
/// <param name="Original">The resource to change.</param>
/// <param name="Kind">The kind of change.</param>
/// <param name="Place">The resource and the element in it.</param>
/// <param name="Change">The change in words.</param>
/// <param name="Steps">The path from the resource's root to the element.</param>
/// <param name="Edit">Changes or removes the element.</param>
internal sealed record Mutation(
    KnowledgeResource Original, MutationKind Kind, string Place, string Change, IReadOnlyList<JsonStep> Steps, Action<JsonNode> Edit)
{
    /// <summary>Gets the name in the first brackets of the place: the criterion, row, card or parameter.</summary>
    public string Subject { get; } = Place.Contains('[', StringComparison.Ordinal) ? Place.Split('[', 2)[1].Split(']', 2)[0] : string.Empty;

    /// <summary>Creates the changed resource; the original stays unchanged.</summary>
    /// <exception cref="WorkbenchException">The changed resource is not valid FHIR.</exception>
    public KnowledgeResource Apply()
    {
        var root = JsonNode.Parse(Original.Resource.ToJson())!;
        Edit(Steps.Aggregate(root, (node, step) => step.Of(node)!));
        return KnowledgeSource.Read(Original.File, Encoding.UTF8.GetBytes(root.ToJsonString()));
    }

    public override string ToString() => $"{Place}: {Change}";
}
