using System.Collections.Frozen;
using System.Text.Json;

namespace CdsHooks.Decision.Criteria.Results;

/// <summary>Converts results and reasons to and from their wire codes: the name of the member in kebab case.</summary>
public static class ReasonCodes
{
    private static readonly string[] Codes = [.. Enum.GetNames<Reason>().Select(Kebab)];
    private static readonly string[] Results = [.. Enum.GetNames<CriterionResult>().Select(Kebab)];

    private static readonly string[] FigureKinds = [.. Enum.GetNames<FigureKind>().Select(JsonNamingPolicy.KebabCaseLower.ConvertName)];

    private static readonly FrozenDictionary<string, Reason> Reasons =
        Enum.GetValues<Reason>().ToFrozenDictionary(reason => Codes[(int)reason], StringComparer.Ordinal);

    /// <summary>Gets the code of every reason, in the order of the enumeration.</summary>
    public static IReadOnlyList<string> All => Codes;

    /// <summary>Gets the wire code of a reason, e.g. <c>not-documented</c>.</summary>
    public static string ToCode(this Reason reason) => Codes[(int)reason];

    /// <summary>Gets the wire code of a result.</summary>
    /// <returns><c>met</c>, <c>not-met</c> or <c>unknown</c>.</returns>
    public static string ToCode(this CriterionResult result) => Results[(int)result];

    /// <summary>Gets the wire code of a kind of figure, e.g. <c>possible-course</c>.</summary>
    /// <param name="kind">The kind.</param>
    /// <returns>The code.</returns>
    public static string ToCode(this FigureKind kind) => FigureKinds[(int)kind];

    /// <summary>Parses the code of a reason.</summary>
    /// <returns>False when the code is not in the closed list.</returns>
    public static bool TryParse(string? code, out Reason reason)
    {
        reason = default;
        return code is not null && Reasons.TryGetValue(code, out reason);
    }

    /// <summary>Parses the code of a result.</summary>
    /// <returns>False when the code is not one of the three.</returns>
    public static bool TryParse(string? code, out CriterionResult result)
    {
        var index = Array.IndexOf(Results, code);
        result = index < 0 ? CriterionResult.Unknown : (CriterionResult)index;
        return index >= 0;
    }

    /// <summary>Parses the code of a kind of figure.</summary>
    /// <returns>False when the code is not in the closed list.</returns>
    public static bool TryParse(string? code, out FigureKind kind)
    {
        var index = Array.IndexOf(FigureKinds, code);
        kind = index < 0 ? default : (FigureKind)index;
        return index >= 0;
    }

    /// <summary>Converts a name to kebab case, the form of all codes.</summary>
    /// <param name="name">The name of a member.</param>
    public static string Kebab(string name) => JsonNamingPolicy.KebabCaseLower.ConvertName(name);
}
