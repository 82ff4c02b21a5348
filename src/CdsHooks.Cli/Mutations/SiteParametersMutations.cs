using CdsHooks.Decision.Plan;
using CdsHooks.Workbench.Plans;

namespace CdsHooks.Cli.Mutations;

/// <summary>Lists the mutations of the site parameters in the folder: other values for each parameter.</summary>
internal static class SiteParametersMutations
{
    public static IEnumerable<Mutation> Of(KnowledgeSource source)
    {
        var allowed = source.Plans
            .SelectMany(plan => ParameterMutations.Parameters(PlacedNode.RootOf(plan)))
            .ToLookup(parameter => parameter.Text("name"), ParameterMutations.AllowedCodes, StringComparer.Ordinal);
        return source.SiteParameters.SelectMany(siteParameters => OfSiteParameters(siteParameters, allowed));
    }

    private static IEnumerable<Mutation> OfSiteParameters(KnowledgeResource siteParameters, ILookup<string?, IReadOnlyList<string>> allowed) =>
        PlacedNode.RootOf(siteParameters).Items("parameter").SelectMany(parameter =>
            ValueMutations.Of(parameter, MutationKind.SiteParameterChanged).Concat(ParameterMutations.Others(
                parameter, allowed[parameter.Text("name")].SelectMany(codes => codes), MutationKind.SiteParameterChanged)));
}
