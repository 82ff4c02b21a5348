using System.Buffers;

namespace CdsHooks.Fhir;

/// <summary>
/// The target of a reference. EHRs refer to the same resource by a relative reference in one place and by an absolute URL in another:
/// both give the same key.
/// </summary>
/// <param name="Type">The resource's type, or "" where <paramref name="Id"/> is a URN.</param>
/// <param name="Id">The logical id, of any length, or the whole <c>urn:uuid:…</c> or <c>urn:oid:…</c>.</param>
public readonly record struct ReferenceKey(string Type, string Id)
{
    private const string HistoryPart = "_history";

    private static readonly SearchValues<char> Letters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>Reads a reference or a <c>fullUrl</c>.</summary>
    /// <param name="reference">
    /// <c>Condition/1</c>, <c>https://ehr.example/fhir/Condition/1</c>, either with <c>/_history/2</c>, or <c>urn:uuid:…</c>; null for none.
    /// </param>
    /// <param name="key">The key; the default value where it cannot be read.</param>
    /// <returns>False for a reference to a contained resource (<c>#id</c>), a search, or text that is no reference.</returns>
    public static bool TryParse(string? reference, out ReferenceKey key)
    {
        key = default;
        if (string.IsNullOrEmpty(reference))
        {
            return false;
        }

        if (reference.StartsWith("urn:", StringComparison.Ordinal))
        {
            var isKnown = reference.StartsWith("urn:uuid:", StringComparison.Ordinal) || reference.StartsWith("urn:oid:", StringComparison.Ordinal);
            key = isKnown ? new ReferenceKey("", reference) : default;
            return isKnown;
        }

        return !reference.AsSpan().ContainsAny('#', '?', ' ') && TryParseUrl(reference, out key);
    }

    private static bool TryParseUrl(ReadOnlySpan<char> url, out ReferenceKey key)
    {
        key = default;
        TakeLastPart(ref url, out var id);
        TakeLastPart(ref url, out var type);
        if (type is HistoryPart)
        {
            TakeLastPart(ref url, out id);
            TakeLastPart(ref url, out type);
        }

        if (id.IsEmpty || id is HistoryPart || type.IsEmpty || !char.IsAsciiLetterUpper(type[0]) || type.ContainsAnyExcept(Letters))
        {
            return false;
        }

        key = new ReferenceKey(type.ToString(), id.ToString());
        return true;
    }

    private static void TakeLastPart(ref ReadOnlySpan<char> url, out ReadOnlySpan<char> part)
    {
        var slash = url.LastIndexOf('/');
        part = url[(slash + 1)..];
        url = slash < 0 ? default : url[..slash];
    }
}
