using System.Collections.Frozen;
using System.Text.Json;

namespace CdsHooks.Decision.Criteria.Results;

/// <summary>Converts results and reasons to and from their wire codes: the name of the member in kebab case.</summary>
public static class ReasonCodes
{
    private static readonly string[] Codes = [.. Enum.GetNames<Reason>().Select(JsonNamingPolicy.KebabCaseLower.ConvertName)];

    private static readonly string[] FigureKinds = [.. Enum.GetNames<FigureKind>().Select(JsonNamingPolicy.KebabCaseLower.ConvertName)];

    private static readonly FrozenDictionary<string, Reason> Reasons =
        Enum.GetValues<Reason>().ToFrozenDictionary(reason => Codes[(int)reason], StringComparer.Ordinal);

    /// <summary>Gets the code of every reason, in the order of the enumeration.</summary>
    public static IReadOnlyList<string> All => Codes;

    /// <summary>Gets the wire code of a reason, e.g. <c>not-documented</c>.</summary>
    /// <param name="reason">The reason.</param>
    /// <returns>The code.</returns>
    public static string ToCode(this Reason reason) => Codes[(int)reason];

    /// <summary>Gets the wire code of a result.</summary>
    /// <param name="result">The result.</param>
    /// <returns><c>met</c>, <c>not-met</c> or <c>unknown</c>.</returns>
    public static string ToCode(this CriterionResult result) => result switch
    {
        CriterionResult.Met => "met",
        CriterionResult.NotMet => "not-met",
        CriterionResult.Unknown => "unknown",
        _ => throw new ArgumentOutOfRangeException(nameof(result)),
    };

    /// <summary>Gets the wire code of a kind of figure, e.g. <c>possible-course</c>.</summary>
    /// <param name="kind">The kind.</param>
    /// <returns>The code.</returns>
    public static string ToCode(this FigureKind kind) => FigureKinds[(int)kind];

    /// <summary>Parses the code of a reason.</summary>
    /// <param name="code">The code.</param>
    /// <param name="reason">The reason.</param>
    /// <returns>False when the code is not in the closed list.</returns>
    public static bool TryParse(string? code, out Reason reason)
    {
        reason = default;
        return code is not null && Reasons.TryGetValue(code, out reason);
    }

    /// <summary>Parses the code of a result.</summary>
    /// <param name="code">The code.</param>
    /// <param name="result">The result.</param>
    /// <returns>False when the code is not one of the three.</returns>
    public static bool TryParse(string? code, out CriterionResult result)
    {
        result = code switch
        {
            "met" => CriterionResult.Met,
            "not-met" => CriterionResult.NotMet,
            _ => CriterionResult.Unknown,
        };
        return code is "met" or "not-met" or "unknown";
    }

    /// <summary>Converts a name to kebab case, the form of all codes.</summary>
    /// <param name="name">The name of a member.</param>
    /// <returns>The code.</returns>
    internal static string Kebab(string name) => JsonNamingPolicy.KebabCaseLower.ConvertName(name);
}
