using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace CdsHooks.Simulation.Reports;

/// <summary>Writes texts and numbers into HTML and SVG. Every text that is not the program's own goes through it.</summary>
internal static class Markup
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>Escapes a text.</summary>
    public static string Text(string? text) => Encoder.Encode(text ?? string.Empty);

    /// <summary>Writes a count, with commas between thousands.</summary>
    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Writes a count with its noun.</summary>
    /// <param name="count">The count.</param>
    /// <param name="noun">The noun, in the singular, whose plural ends with an s.</param>
    public static string Counted(long count, string noun) => $"{Count(count)} {noun}{(count is 1 ? string.Empty : "s")}";

    /// <summary>Writes a difference with its sign; a dash for none.</summary>
    public static string Difference(long difference) => difference is 0 ? "–" : difference.ToString("+#,0;−#,0", CultureInfo.InvariantCulture);

    /// <summary>Writes a share; a dash for a share of nothing.</summary>
    public static string Share(long part, long whole) => whole is 0 ? "–" : (100.0 * part / whole).ToString("0.0", CultureInfo.InvariantCulture) + " %";

    /// <summary>Writes a place in a picture.</summary>
    public static string Place(double place) => place.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>Puts a code of the program, such as <c>not-met too-short</c>, into words: <c>not met: too short</c>.</summary>
    public static string Words(string code) => code.Split(' ', 2) is [var result, var reason]
        ? $"{result.Replace('-', ' ')}: {reason.Replace('-', ' ')}"
        : code.Replace('-', ' ');

    /// <summary>Puts the result of a criterion into words; one that a side does not judge is switched off there.</summary>
    public static string Result(string? code) => string.IsNullOrEmpty(code) ? "switched off" : Words(code);

    /// <summary>Names the outcome of a call, as <c>kind of card (indicator)</c> or the words for none.</summary>
    public static string Outcome(SimulationReport report, string name)
    {
        var bracket = name.IndexOf(" (", StringComparison.Ordinal);
        return bracket < 0 ? Sentence(report.TitleOf(name)) : $"{report.TitleOf(name[..bracket])}{name[bracket..]}";
    }

    /// <summary>Begins a text with a capital letter.</summary>
    public static string Sentence(string text) => text.Length is 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    /// <summary>Writes a table.</summary>
    /// <param name="head">The headings; one that begins with # is above numbers.</param>
    /// <param name="rows">The cells of each row, as markup. The first heads its row.</param>
    public static string Table(IReadOnlyList<string> head, IEnumerable<IReadOnlyList<string>> rows)
    {
        string Class(int index) => head[index].StartsWith('#') ? " class=\"number\"" : string.Empty;
        var headings = string.Concat(head.Select((text, index) => $"<th scope=\"col\"{Class(index)}>{Text(text.TrimStart('#'))}</th>"));
        var body = string.Concat(rows.Select(row =>
            $"<tr><th scope=\"row\">{row[0]}</th>{string.Concat(row.Skip(1).Select((cell, index) => $"<td{Class(index + 1)}>{cell}</td>"))}</tr>\n"));
        return $"<div class=\"wide\" tabindex=\"0\"><table class=\"figures\"><thead><tr>{headings}</tr></thead><tbody>\n{body}</tbody></table></div>\n";
    }
}
