using System.Text.Json.Nodes;

namespace CdsHooks.Cli.Mutations;

/// <summary>Lists the mutations of the root of a plan: parameters, limits, denials and body sites.</summary>
internal static class ParameterMutations
{
    public static IEnumerable<Mutation> Of(PlacedNode plan) => Parameters(plan).SelectMany(OfParameter).Concat(plan.Items("extension").SelectMany(extension => extension.Url switch
    {
        "plan-limit" => [extension.Remove(MutationKind.LimitRemoved)],
        "plan-denials" => extension.Items("extension").Select(part => part.Remove(MutationKind.DenialRemoved)),
        "plan-body-sites" => extension.Items("extension").Select(part => part.Remove(MutationKind.BodySitePartRemoved)),
        _ => [],
    }));

    /// <summary>Lists the parameters that a plan declares.</summary>
    public static IEnumerable<PlacedNode> Parameters(PlacedNode plan) => plan.Items("contained").SelectMany(library => library.Items("parameter"));

    /// <summary>Lists the codes that a parameter allows.</summary>
    public static IReadOnlyList<string> AllowedCodes(PlacedNode parameter) =>
        [.. parameter.Extensions("site-parameter").SelectMany(site => site.Extensions("allowed")).Select(allowed => allowed.Text("valueCode")).OfType<string>()];

    /// <summary>Lists the mutations of a code to each other code of a list.</summary>
    public static IEnumerable<Mutation> Others(PlacedNode holder, IEnumerable<string> codes, MutationKind kind)
    {
        var own = holder.Text("valueCode");
        return own is null
            ? []
            : codes.Where(code => !string.Equals(code, own, StringComparison.Ordinal))
                .Select(code => holder.Mutate(kind, ValueMutations.Words(own, code), JsonEdit.Set("valueCode", JsonValue.Create(code))));
    }

    private static IEnumerable<Mutation> OfParameter(PlacedNode parameter)
    {
        var isList = parameter.Text("max") is "*";
        return parameter.Extensions("site-parameter").SelectMany(site => (site with { Place = parameter.Place }).Items("extension")).SelectMany(part => part.Url switch
        {
            "default" when part.Text("valueCode") is null => ValueMutations.Of(part),
            "default" when isList => [part.Remove(MutationKind.CodeTakenOut)],
            "default" => Others(part, AllowedCodes(parameter), MutationKind.DefaultExchanged),
            "allowed" => [part.Remove(MutationKind.CodeTakenOut)],
            // Only narrower ranges are tested: a wider one rejects fewer values, and no case can show a rejected value.
            "minimum" => ValueMutations.Of(part).Take(1),
            "maximum" => ValueMutations.Of(part).Skip(1),
            _ => [],
        });
    }
}
