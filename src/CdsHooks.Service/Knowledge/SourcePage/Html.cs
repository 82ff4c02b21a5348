using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;

namespace CdsHooks.Service.Knowledge.SourcePage;

/// <summary>Writes HTML and encodes everything except the tags.</summary>
internal sealed class Html
{
    private readonly StringBuilder _output = new();

    public override string ToString() => _output.ToString();

    /// <summary>Writes tags without encoding.</summary>
    public Html Tags(string tags)
    {
        _output.Append(tags).Append('\n');
        return this;
    }

    /// <summary>Writes a text inside an element.</summary>
    public Html Element(string name, string text, string attributes = "")
    {
        _output.Append(CultureInfo.InvariantCulture, $"<{name}{attributes}>{Encode(text)}</{name}>\n");
        return this;
    }

    /// <summary>Writes each line as a paragraph, and lines that begin with a dash as a list.</summary>
    public Html Paragraphs(string text)
    {
        var isList = false;
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var isItem = line.StartsWith("- ", StringComparison.Ordinal);
            if (isItem != isList)
            {
                Tags(isItem ? "<ul>" : "</ul>");
                isList = isItem;
            }

            Element(isItem ? "li" : "p", isItem ? line[2..] : line);
        }

        return isList ? Tags("</ul>") : this;
    }

    /// <summary>Writes a table; line breaks in cells are kept. Where it is wider than the window, the keyboard scrolls it, too.</summary>
    public Html Table(IReadOnlyList<string> headings, IEnumerable<IReadOnlyList<string>> rows)
    {
        Tags("<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"Table\"><table><thead><tr>" + string.Concat(headings.Select(heading => $"<th scope=\"col\">{Encode(heading)}</th>")) + "</tr></thead><tbody>");
        foreach (var row in rows)
        {
            Tags("<tr>" + string.Concat(row.Select(cell => $"<td>{Encode(cell).Replace("&#xA;", "<br>", StringComparison.Ordinal)}</td>")) + "</tr>");
        }

        return Tags("</tbody></table></div>");
    }

    public static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
