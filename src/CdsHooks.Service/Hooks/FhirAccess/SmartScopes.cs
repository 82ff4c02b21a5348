using System.Text.RegularExpressions;

namespace CdsHooks.Service.Hooks.FhirAccess;

/// <summary>
/// The scopes of a token, in the syntax of SMART App Launch 1 (<c>user/Condition.read</c>) and 2 (<c>user/Condition.rs</c>).
/// Vendors also use other scopes: when one scope is not understood, no conclusion is drawn from the others.
/// </summary>
internal sealed partial class SmartScopes
{
    private const string AnyType = "*";

    private readonly Dictionary<string, ScopeReach> _types;

    private SmartScopes(Dictionary<string, ScopeReach> types) => _types = types;

    /// <summary>Reads the scopes of a token.</summary>
    /// <param name="scope">The scopes, separated by spaces; null when none were sent.</param>
    public static SmartScopes Read(string? scope)
    {
        Dictionary<string, ScopeReach> types = new(StringComparer.Ordinal);
        foreach (var word in (scope ?? string.Empty).Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var resources = Resources().Match(word);
            if (resources.Success)
            {
                var type = resources.Groups["type"].Value;
                types[type] = Widest(types.GetValueOrDefault(type), ReachOf(resources));
            }
            else if (!Launch().IsMatch(word))
            {
                return new SmartScopes([]);
            }
        }

        return new SmartScopes(types);
    }

    /// <summary>Gets the extent to which a type may be read.</summary>
    /// <param name="type">A FHIR resource type.</param>
    /// <returns>The extent; <see cref="ScopeReach.All"/> when the scopes mention no type.</returns>
    public ScopeReach Of(string type) =>
        _types.Count == 0 ? ScopeReach.All : Widest(_types.GetValueOrDefault(type), _types.GetValueOrDefault(AnyType));

    private static ScopeReach Widest(ScopeReach one, ScopeReach other) => one > other ? one : other;

    /// <summary>Gets the extent of one scope. The right to search includes reading the matches, and some servers treat the right to read as both.</summary>
    private static ScopeReach ReachOf(Match resources) => resources.Groups["may"].Value switch
    {
        "read" or "*" => ScopeReach.All,
        "write" => ScopeReach.Nothing,
        var letters when letters.AsSpan().IndexOfAny('r', 's') < 0 => ScopeReach.Nothing,
        _ => resources.Groups["filter"].Success ? ScopeReach.Part : ScopeReach.All,
    };

    [GeneratedRegex(
        @"^(?:patient|user|system)/(?<type>\*|[A-Z][A-Za-z]*)\.(?<may>read|write|\*|(?=[cruds])c?r?u?d?s?)(?<filter>\?.+)?$",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Resources();

    [GeneratedRegex("^(?:openid|profile|email|fhirUser|launch(?:/[A-Za-z]+)?|offline_access|online_access)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Launch();
}

/// <summary>The extent to which a token allows a resource type to be read, in ascending order.</summary>
internal enum ScopeReach
{
    /// <summary>None: the server would refuse the request.</summary>
    Nothing,

    /// <summary>Only records that a filter admits: others may exist.</summary>
    Part,

    /// <summary>All, or not stated.</summary>
    All,
}
