namespace CdsHooks.Fhir.Terminology;

/// <summary>Reads the only regular expressions that value sets may filter by: the beginnings of codes.</summary>
internal static class PrefixPattern
{
    /// <summary>Reads <c>0SG0.*</c>, <c>(0SG0|0SG1).*</c> or <c>M54\.5.*</c>.</summary>
    internal static bool TryParse(string pattern, out IReadOnlyList<string> prefixes)
    {
        prefixes = [];
        if (!pattern.EndsWith(".*", StringComparison.Ordinal))
        {
            return false;
        }

        var body = pattern[..^2];
        var literals = body is ['(', .. var inner, ')'] ? inner.Split('|') : [body];
        var found = new List<string>();
        foreach (var literal in literals)
        {
            if (Unescape(literal) is not { Length: > 0 } prefix)
            {
                return false;
            }

            found.Add(prefix);
        }

        prefixes = found;
        return true;
    }

    private static string? Unescape(string literal)
    {
        var parts = literal.Split(@"\.");
        return Array.TrueForAll(parts, part => part.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_'))
            ? string.Join('.', parts)
            : null;
    }
}
