namespace CdsHooks.Workbench.Terms;

/// <summary>The words of a search.</summary>
internal sealed class SearchWords
{
    private readonly string[] _words;

    private SearchWords(string[] words) => _words = words;

    /// <summary>Gets a value indicating whether nothing is looked for.</summary>
    public bool IsEmpty => _words.Length == 0;

    /// <summary>Splits what a person typed.</summary>
    public static SearchWords Of(string? typed) =>
        new((typed ?? string.Empty).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    /// <summary>Determines whether each word is part of one of the texts, whatever the case.</summary>
    public bool AreIn(params ReadOnlySpan<string?> texts)
    {
        foreach (var word in _words)
        {
            var isFound = false;
            foreach (var text in texts)
            {
                isFound |= text?.Contains(word, StringComparison.OrdinalIgnoreCase) is true;
            }

            if (!isFound)
            {
                return false;
            }
        }

        return true;
    }
}
