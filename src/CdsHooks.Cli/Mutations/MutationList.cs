using CdsHooks.Cli.Plans;

namespace CdsHooks.Cli.Mutations;

/// <summary>Lists every change of the rules that is tried.</summary>
internal static class MutationList
{
    /// <summary>Lists the changes in the order of the files: plans, site parameters, then codes.</summary>
    /// <param name="source">The rules.</param>
    /// <param name="place">Only places that contain this text; null for all.</param>
    public static IReadOnlyList<Mutation> Of(KnowledgeSource source, string? place = null) =>
    [
        .. source.Plans.SelectMany(PlanMutations.Of)
            .Concat(SiteParametersMutations.Of(source))
            .Concat(source.Knowledge.Resources.SelectMany(TerminologyMutations.Of))
            .Where(mutation => place is null || mutation.Place.Contains(place, StringComparison.OrdinalIgnoreCase)),
    ];
}
