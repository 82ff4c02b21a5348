using System.Text.Json.Nodes;
using CdsHooks.Decision.Plan;

namespace CdsHooks.Cli.Mutations;

/// <summary>Lists the mutations of value sets, code systems and concept maps.</summary>
internal static class TerminologyMutations
{
    // A larger value set is a generated table of drugs: testing it code by code would take hours and show nothing new.
    private const int MaxSingleCodes = 400;

    public static IEnumerable<Mutation> Of(KnowledgeResource resource) => resource.ResourceType switch
    {
        "ValueSet" => OfValueSet(PlacedNode.RootOf(resource)),
        "CodeSystem" => Concepts(PlacedNode.RootOf(resource), "concept").SelectMany(Ordinals),
        "ConceptMap" => PlacedNode.RootOf(resource).Items("group").Select(group => group.Remove(MutationKind.ConceptMapGroupRemoved)),
        _ => [],
    };

    private static IEnumerable<Mutation> OfValueSet(PlacedNode valueSet)
    {
        List<Mutation> parts = [.. PartsOf(valueSet)];
        var exclusions = valueSet.Member("compose")?.Items("exclude") ?? [];
        var codes = parts.Count(part => part.Kind is not MutationKind.ImportRemoved);
        if (codes > MaxSingleCodes)
        {
            parts.RemoveAll(part => part.Kind is not MutationKind.ImportRemoved);
        }

        return
        [
            .. codes > 0 || parts.Count > 0 ? [valueSet.Mutate(MutationKind.ValueSetEmptied, "emptied", Empty)] : Array.Empty<Mutation>(),
            // Removing the only part would empty the set, which is already listed.
            .. parts.Count > 1 || codes > 1 ? parts : [],
            .. exclusions.Select(exclusion => exclusion.Remove(MutationKind.ExclusionRemoved)),
            .. Includes(valueSet).SelectMany(include => include.Items("concept")).SelectMany(Ordinals),
        ];
    }

    private static IEnumerable<Mutation> PartsOf(PlacedNode valueSet) =>
        Includes(valueSet).SelectMany(include => new[]
        {
            include.Items("concept").Select(concept => Part(concept, MutationKind.ConceptRemoved)),
            include.Items("filter").Select(filter => Part(filter, MutationKind.FilterRemoved)),
            include.Items("valueSet").Select(import => Part(import, MutationKind.ImportRemoved)),
        }.SelectMany(part => part))
        .Concat(valueSet.Member("expansion") is { } expansion
            ? Concepts(expansion, "contains").Select(concept => concept.Remove(MutationKind.ConceptRemoved))
            : []);

    /// <summary>Creates the mutation that removes one part; the last part is removed with its include, which would otherwise mean the whole code system.</summary>
    private static Mutation Part(PlacedNode part, MutationKind kind) =>
        part.Mutate(kind, "removed", node => JsonEdit.Remove(node.Parent is JsonArray { Count: 1 } list ? list.Parent! : node));

    private static IEnumerable<PlacedNode> Includes(PlacedNode valueSet) =>
        valueSet.Member("expansion") is null ? valueSet.Member("compose")?.Items("include") ?? [] : [];

    private static IEnumerable<PlacedNode> Concepts(PlacedNode holder, string list) =>
        holder.Items(list).SelectMany(concept => Concepts(concept, list).Prepend(concept));

    private static IEnumerable<Mutation> Ordinals(PlacedNode concept) =>
        concept.Extensions("ordinalValue").SelectMany(ordinal => ValueMutations.Of(ordinal, MutationKind.OrdinalStepped));

    /// <summary>Replaces the content of a value set with one code that no record has, since an empty set is rejected.</summary>
    private static void Empty(JsonNode valueSet)
    {
        var set = (JsonObject)valueSet;
        set.Remove("expansion");
        set["compose"] = new JsonObject
        {
            ["include"] = new JsonArray(new JsonObject
            {
                ["system"] = PlanExtensions.CodeSystemBase + "no-such-code",
                ["concept"] = new JsonArray(new JsonObject { ["code"] = "no-such-code" }),
            }),
        };
    }
}
