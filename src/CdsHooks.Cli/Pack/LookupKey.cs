using CdsHooks.Fhir;

namespace CdsHooks.Cli.Pack;

/// <summary>The keys by which a reference and its target find each other: a URN, an identifier, or type and id.</summary>
internal static class LookupKey
{
    private const string Search = "?identifier=";
    private const string Uuid = "urn:uuid:";
    private const string Oid = "urn:oid:";

    /// <summary>Gets the key of an identifier. One without a system is found only by one without a system.</summary>
    public static string OfIdentifier(string type, string? system, string value) => $"{type}?{system}|{value}";

    /// <summary>Gets the key of type and id.</summary>
    public static string OfId(string type, string id) => $"{type}/{id}";

    /// <summary>Gets the key of a URN. UUIDs are the same in capitals.</summary>
    public static string OfUrn(string urn) => urn.ToLowerInvariant();

    /// <summary>Gets the key of the URN that an id stands for; null when it is neither a UUID nor an OID.</summary>
    public static string? OfUrnOf(string id) =>
        Guid.TryParseExact(id, "D", out _) ? OfUrn(Uuid + id)
        : id.Contains('.', StringComparison.Ordinal) && id.All(letter => char.IsAsciiDigit(letter) || letter is '.') ? Oid + id
        : null;

    /// <summary>Gets the type that a reference names, and the id or the key of its target.</summary>
    /// <param name="reference">The reference in any form.</param>
    /// <returns>The type, "" where only the target knows it; the id, for a literal reference; else the key. Null for what is not to be found.</returns>
    public static (string Type, string? Id, string Key)? OfReference(string reference)
    {
        if (ReferenceKey.TryParse(reference, out var key))
        {
            return key.Type.Length is 0 ? (key.Type, null, OfUrn(key.Id)) : HasControl(key.Id) ? null : (key.Type, key.Id, OfId(key.Type, key.Id));
        }

        // A search for one resource, as a transaction has it, and the exports of some generators kept it.
        var search = reference.IndexOf(Search, StringComparison.Ordinal);
        if (search <= 0 || reference.Contains('&', StringComparison.Ordinal))
        {
            return null;
        }

        var type = reference[(reference.LastIndexOf('/', search - 1) + 1)..search];
        var token = Uri.UnescapeDataString(reference[(search + Search.Length)..]);
        var bar = token.IndexOf('|', StringComparison.Ordinal);
        return (type, null, OfIdentifier(type, bar < 0 ? null : token[..bar], token[(bar + 1)..]));
    }

    /// <summary>Tells if an id has characters that no line of a shard can have.</summary>
    public static bool HasControl(string id) => id.Any(char.IsControl);
}
