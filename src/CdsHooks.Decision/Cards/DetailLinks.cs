using System.Text.RegularExpressions;

namespace CdsHooks.Decision.Cards;

/// <summary>Removes the links that a client does not allow from a detail, but keeps their texts.</summary>
/// <remarks>Every link is from the plan: text from a chart cannot form one (<see cref="ChartText"/>).</remarks>
internal static partial class DetailLinks
{
    public static string Keep(string detail, CardOptions options) => options.LinkHosts.Count == 0
        ? detail
        : Link().Replace(detail, match => Uri.TryCreate(match.Groups["url"].Value, UriKind.Absolute, out var address) && options.Allows(address)
            ? match.Value
            : Unlinked(match));

    /// <summary>Gets the text of a link. A bare URL becomes code, so that no renderer turns it into a link.</summary>
    private static string Unlinked(Match match) =>
        match.Groups["text"] is { Success: true } text ? text.Value : $"`{match.Groups["url"].Value}`";

    [GeneratedRegex(@"\[(?<text>(\\.|[^\[\]\\])*)\]\((?<url>[^()\s]+)\)|(?<url>https?://[^\s;,()]*[^\s;,.()])", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();
}
