namespace CdsHooks.Decision.Criteria.Matching;

/// <summary>Finds whole words in free text. Both must be in lower case.</summary>
internal static class TextSearch
{
    /// <summary>Determines whether a text contains any of several words, not as a part of a longer word.</summary>
    public static bool ContainsAny(string text, IReadOnlyList<string> words)
    {
        foreach (var word in words)
        {
            if (Contains(text, word))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Contains(string text, string word)
    {
        for (var at = text.IndexOf(word, StringComparison.Ordinal); at >= 0; at = text.IndexOf(word, at + 1, StringComparison.Ordinal))
        {
            var end = at + word.Length;
            if ((at == 0 || !char.IsLetterOrDigit(text[at - 1])) && (end == text.Length || !char.IsLetterOrDigit(text[end])))
            {
                return true;
            }
        }

        return false;
    }
}
