using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace CdsHooks.Service.Hooks.Feedback;

/// <summary>
/// Decides which of a client's texts are stored unchanged: ids in the form that this service issues, and codes that look like codes of
/// a named code system. Any other text might describe a patient; only its digest is stored, so that equal texts remain equal.
/// </summary>
internal static partial class FeedbackNames
{
    private const int DigestBytes = 16;

    /// <summary>Gets the id to store for a card or a suggestion. A UUID gets one canonical form, so that it can be found again.</summary>
    public static string Id(string text)
    {
        var bare = text.StartsWith("urn:uuid:", StringComparison.OrdinalIgnoreCase) ? text["urn:uuid:".Length..] : text;
        return Guid.TryParseExact(bare, "D", out var uuid) ? uuid.ToString("D") : Digest(text);
    }

    /// <summary>Gets the coding to store for a reason.</summary>
    public static (string? System, string? Code) Reason(string? system, string? code) => code switch
    {
        null => default,
        _ when system is not null && SystemForm().IsMatch(system) => (system, CodeForm().IsMatch(code) ? code : Digest(code)),
        _ => (null, Digest(code)),
    };

    /// <summary>Computes the digest that is stored in place of a text.</summary>
    public static string Digest(string text) =>
        $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, DigestBytes))}";

    // A URL, a URN, an OID or a name like a host name.
    [GeneratedRegex("^[A-Za-z][A-Za-z0-9]*[.:][A-Za-z0-9.:/_#-]{1,200}$", RegexOptions.None, 1000)]
    private static partial Regex SystemForm();

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$", RegexOptions.None, 1000)]
    private static partial Regex CodeForm();
}
