using System.Text.RegularExpressions;

namespace CdsHooks.Decision.Cards;

/// <summary>Takes the links out of a detail that a client does not allow; their texts stay.</summary>
/// <remarks>Every link is the plan's own: text from a chart cannot form one (<see cref="ChartText"/>).</remarks>
internal static partial class DetailLinks
{
    public static string Keep(string detail, CardOptions options) => options.LinkHosts.Count == 0
        ? detail
        : Link().Replace(detail, match => Uri.TryCreate(match.Groups["url"].Value, UriKind.Absolute, out var address) && options.Allows(address)
            ? match.Value
            : Unlinked(match));

    /// <summary>An address that stands for itself is set as code, so that no renderer makes a link of it.</summary>
    private static string Unlinked(Match match) =>
        match.Groups["text"] is { Success: true } text ? text.Value : $"`{match.Groups["url"].Value}`";

    [GeneratedRegex(@"\[(?<text>(\\.|[^\[\]\\])*)\]\((?<url>[^()\s]+)\)|(?<url>https?://[^\s;,()]*[^\s;,.()])", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();
}
