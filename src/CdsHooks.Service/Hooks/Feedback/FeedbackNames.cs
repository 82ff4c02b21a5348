using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace CdsHooks.Service.Hooks.Feedback;

/// <summary>
/// What of a client's texts is stored as it stands: ids as this service gives them, and codes that look like codes of a named
/// vocabulary. Anything else might be a word about a patient in the wrong place. Its digest is stored: what is alike stays alike.
/// </summary>
internal static partial class FeedbackNames
{
    private const int DigestBytes = 16;

    /// <summary>The id of a card or of a suggestion. One form for each UUID, so that it is found again.</summary>
    public static string Id(string text)
    {
        var bare = text.StartsWith("urn:uuid:", StringComparison.OrdinalIgnoreCase) ? text["urn:uuid:".Length..] : text;
        return Guid.TryParseExact(bare, "D", out var uuid) ? uuid.ToString("D") : Digest(text);
    }

    /// <summary>A coded reason.</summary>
    public static (string? System, string? Code) Reason(string? system, string? code) => code switch
    {
        null => default,
        _ when system is not null && SystemForm().IsMatch(system) => (system, CodeForm().IsMatch(code) ? code : Digest(code)),
        _ => (null, Digest(code)),
    };

    /// <summary>A text that is not stored, told from others.</summary>
    public static string Digest(string text) =>
        $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, DigestBytes))}";

    // A URL, a URN, an OID or a name like that of a host.
    [GeneratedRegex("^[A-Za-z][A-Za-z0-9]*[.:][A-Za-z0-9.:/_#-]{1,200}$", RegexOptions.None, 1000)]
    private static partial Regex SystemForm();

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$", RegexOptions.None, 1000)]
    private static partial Regex CodeForm();
}
