using System.Buffers;
using System.Globalization;
using System.Text;

namespace CdsHooks.Decision.Cards;

/// <summary>
/// Makes text from a chart safe to display. A user who can write an order's text must not be able to put a link, an image, markup or
/// an invisible character into a card that someone else reads.
/// </summary>
internal static class ChartText
{
    /// <summary>The maximum UTF-16 units of one chart text where Markdown is not rendered (summary, labels).</summary>
    public const int PlainLimit = 40;

    /// <summary>The maximum UTF-16 units of one chart text in the detail, before escaping.</summary>
    public const int DetailLimit = 80;

    // Characters that no rule below changes if single spaces separate the words. Most texts have no others.
    private static readonly SearchValues<char> Plainest =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 ,;%()/-'");

    private static readonly SearchValues<char> Markup = SearchValues.Create(@"&<>\`*_[]|~#");

    /// <summary>Cleans a text that is displayed without Markdown.</summary>
    public static string Plain(string? text) => Clean(text, PlainLimit);

    /// <summary>Cleans and escapes a text that is rendered as Markdown, with or without raw HTML.</summary>
    public static string Markdown(string? text)
    {
        var clean = Clean(text, DetailLimit);
        if (!clean.AsSpan().ContainsAny(Markup) && !MayStartBlock(clean))
        {
            return clean;
        }

        StringBuilder escaped = new(clean.Length + 8);
        for (var at = 0; at < clean.Length; at++)
        {
            _ = clean[at] switch
            {
                '&' => escaped.Append("&amp;"),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '\\' or '`' or '*' or '_' or '[' or ']' or '|' or '~' or '#' => escaped.Append('\\').Append(clean[at]),
                '-' or '+' or '=' or '.' or ')' when StartsBlock(clean, at) => escaped.Append('\\').Append(clean[at]),
                var other => escaped.Append(other),
            };
        }

        return escaped.ToString();
    }

    /// <summary>Truncates a text that is longer than a limit of UTF-16 units between two characters, with an ellipsis as the last unit.</summary>
    public static string Cut(string text, int limit)
    {
        var length = char.IsHighSurrogate(text[limit - 2]) ? limit - 2 : limit - 1;
        return text[..length].TrimEnd() + "…";
    }

    private static bool MayStartBlock(string clean) =>
        clean is ['-' or '+' or '=', ..] || (clean is [>= '0' and <= '9', ..] && clean.AsSpan().ContainsAny('.', ')'));

    /// <summary>True for a bullet, a rule or a heading's underline at the start of the text, or the mark of a numbered list.</summary>
    private static bool StartsBlock(string clean, int at) => clean[at] is '.' or ')'
        ? at is > 0 and < 10 && clean.AsSpan(0, at).IndexOfAnyExceptInRange('0', '9') < 0 && (at + 1 == clean.Length || clean[at + 1] is ' ')
        : at == 0 && (clean.Length == 1 || !char.IsAsciiDigit(clean[1]));

    /// <summary>
    /// Gets one line without invisible characters, at most <paramref name="limit"/> long, in which nothing is rendered as a URL or tag.
    /// Renderers detect URLs after they have removed all escapes, so a space breaks them.
    /// </summary>
    private static string Clean(string? text, int limit)
    {
        if (string.IsNullOrEmpty(text) || IsClean(text, limit))
        {
            return text ?? string.Empty;
        }

        StringBuilder clean = new(Math.Min(text.Length, limit));
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune))
            {
                AppendSpace(clean);
            }
            else if (IsVisible(rune))
            {
                if (Joins(clean, rune))
                {
                    AppendSpace(clean);
                }

                Append(clean, rune);
            }

            if (clean.Length > limit)
            {
                return Cut(clean.ToString(), limit);
            }
        }

        return clean.ToString().TrimEnd();
    }

    private static bool IsClean(string text, int limit) =>
        text.Length <= limit
        && !text.AsSpan().ContainsAnyExcept(Plainest)
        && text[0] is not ' '
        && text[^1] is not ' '
        && !text.Contains("  ", StringComparison.Ordinal);

    private static void Append(StringBuilder clean, Rune rune)
    {
        if (rune.IsBmp)
        {
            clean.Append((char)rune.Value);
        }
        else
        {
            clean.Append(rune.ToString());
        }
    }

    private static void AppendSpace(StringBuilder clean)
    {
        if (clean.Length > 0 && clean[^1] is not ' ')
        {
            clean.Append(' ');
        }
    }

    private static bool IsVisible(Rune rune) => Rune.GetUnicodeCategory(rune)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate
            or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
        && rune != Rune.ReplacementChar;

    /// <summary>True when a character after the existing text would begin a URL or tag.</summary>
    private static bool Joins(StringBuilder clean, Rune next) => clean.Length > 0 && (char)(next.IsBmp ? next.Value : 0) switch
    {
        '@' => true,
        '/' => clean[^1] is ':' or '<',
        '.' => clean.Length >= 3 && clean.ToString(clean.Length - 3, 3).Equals("www", StringComparison.OrdinalIgnoreCase),
        '!' or '?' => clean[^1] is '<',
        var letter => clean[^1] is '<' && char.IsAsciiLetter(letter),
    };
}
