using CdsHooks.Workbench.Explain;

namespace CdsHooks.Service.Pages.Rules;

/// <summary>A citation and the place in it that becomes a link, so that an address is not written twice.</summary>
/// <param name="Before">The text before the link.</param>
/// <param name="Words">The words of the link; null without an address that can be followed.</param>
/// <param name="After">The text after the link.</param>
internal sealed record SourceLink(string Before, string? Words, string After)
{
    private const string Doi = "doi.org";

    /// <summary>Finds the place of the link in the citation of a source; after it, if its address is not in it.</summary>
    public static SourceLink Of(PlainSource source)
    {
        var text = source.Citation ?? source.Display ?? string.Empty;
        if (!Uri.TryCreate(source.Url, UriKind.Absolute, out var address) || !(address.Scheme is "https" or "http"))
        {
            return new SourceLink(text, Words: null, After: string.Empty);
        }

        var words = string.Equals(address.Host, Doi, StringComparison.Ordinal) ? "doi:" + address.AbsolutePath.TrimStart('/')
            : address.AbsolutePath.Trim('/').Split('/')[^1] is { Length: > 5 } id && id.All(char.IsAsciiDigit) ? $"PMID {id}"
            : address.Host;
        var at = text.IndexOf(words, StringComparison.OrdinalIgnoreCase);
        return at < 0
            ? new SourceLink(text + " ", words, string.Empty)
            : new SourceLink(text[..at], text.Substring(at, words.Length), text[(at + words.Length)..]);
    }
}
