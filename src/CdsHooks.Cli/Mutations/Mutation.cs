using System.Text;
using System.Text.Json.Nodes;
using CdsHooks.Cli.Output;
using CdsHooks.Cli.Plans;
using CdsHooks.Decision.Plan;
using Hl7.Fhir.Serialization;

namespace CdsHooks.Cli.Mutations;

/// <summary>One change of the rules, to be tried in memory.</summary>
/// <param name="Original">The resource that is changed.</param>
/// <param name="Kind">What sort of change.</param>
/// <param name="Place">What is changed: the resource and the element in it.</param>
/// <param name="Change">What becomes of it, in words.</param>
/// <param name="Steps">The way from the resource's root to the element.</param>
/// <param name="Edit">Changes the element, or takes it out of what holds it.</param>
internal sealed record Mutation(
    KnowledgeResource Original, MutationKind Kind, string Place, string Change, IReadOnlyList<JsonStep> Steps, Action<JsonNode> Edit)
{
    /// <summary>Gets what the first brackets of the place name: the criterion, the row, the card, the parameter.</summary>
    public string Subject { get; } = Place.Contains('[', StringComparison.Ordinal) ? Place.Split('[', 2)[1].Split(']', 2)[0] : string.Empty;

    /// <summary>Makes the changed resource; the original stays as it is.</summary>
    /// <exception cref="CommandException">It is no FHIR any more.</exception>
    public KnowledgeResource Apply()
    {
        var root = JsonNode.Parse(Original.Resource.ToJson())!;
        Edit(Steps.Aggregate(root, (node, step) => step.Of(node)!));
        return KnowledgeSource.Read(Original.File, Encoding.UTF8.GetBytes(root.ToJsonString()));
    }

    public override string ToString() => $"{Place}: {Change}";
}
