using CdsHooks.Cli.Plans;
using CdsHooks.Decision.Plan;

namespace CdsHooks.Cli.Mutations;

/// <summary>Lists the changes of the site profiles that ship: each value another one.</summary>
internal static class ProfileMutations
{
    public static IEnumerable<Mutation> Of(KnowledgeSource source)
    {
        var allowed = source.Plans
            .SelectMany(plan => ParameterMutations.Parameters(PlacedNode.RootOf(plan)))
            .ToLookup(parameter => parameter.Text("name"), ParameterMutations.AllowedCodes, StringComparer.Ordinal);
        return source.Profiles.SelectMany(profile => OfProfile(profile, allowed));
    }

    private static IEnumerable<Mutation> OfProfile(KnowledgeResource profile, ILookup<string?, IReadOnlyList<string>> allowed) =>
        PlacedNode.RootOf(profile).Items("parameter").SelectMany(parameter =>
            ValueMutations.Of(parameter, MutationKind.ProfileValueChanged).Concat(ParameterMutations.Others(
                parameter, allowed[parameter.Text("name")].SelectMany(codes => codes), MutationKind.ProfileValueChanged)));
}
