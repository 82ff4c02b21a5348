using System.Text.Json;
using System.Text.Json.Nodes;
using CdsHooks.Decision.Rules;
using CdsHooks.Fhir;

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
    public KnowledgeResource Apply()
    {
        var root = JsonNode.Parse(Original.Resource.Json.GetRawText())!;
        Edit(Steps.Aggregate(root, (node, step) => step.Of(node)!));
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            root.WriteTo(writer);
        }

        return Original with { Resource = FhirResource.Of(JsonDocument.Parse(buffer.ToArray()).RootElement) };
    }

    public override string ToString() => $"{Place}: {Change}";
}
