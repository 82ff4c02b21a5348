using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using CdsHooks.Decision.Hooks;

namespace CdsHooks.Service.Pages.Analytics;

/// <summary>Writes figures as CSV (RFC 4180) and as JSON.</summary>
internal static class FiguresText
{
    private static readonly SearchValues<char> Quoted = SearchValues.Create(",\"\r\n");

    /// <summary>Writes one line for each figure, after a line of names.</summary>
    public static byte[] Csv(IReadOnlyList<Figure> figures)
    {
        StringBuilder csv = new("section,group,name,measure,count,of,whole,small\r\n");
        foreach (var figure in figures)
        {
            csv.Append(CultureInfo.InvariantCulture, $"{figure.Section},{Cell(figure.Group)},{Cell(figure.Name)},{figure.Measure},{figure.Count},{figure.Of},{figure.Whole},{(figure.IsSmall ? "true" : "false")}\r\n");
        }

        return Encoding.UTF8.GetBytes(csv.ToString());
    }

    /// <summary>Writes the filter and the figures.</summary>
    public static byte[] Json(IReadOnlyList<Figure> figures, Analysis analysis, DateTimeOffset at)
    {
        ArrayBufferWriter<byte> json = new();
        using (Utf8JsonWriter writer = new(json, new JsonWriterOptions { Indented = true, Encoder = ProtocolJson.Options.Encoder }))
        {
            writer.WriteStartObject();
            WriteFilter(writer, analysis, at);
            writer.WriteStartArray("figures"u8);
            foreach (var figure in figures)
            {
                Write(writer, figure);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return json.WrittenSpan.ToArray();
    }

    private static void WriteFilter(Utf8JsonWriter writer, Analysis analysis, DateTimeOffset at)
    {
        var filter = analysis.Filter;
        writer.WriteString("madeAt"u8, at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        writer.WriteBoolean("madeUp"u8, filter.IsDemo);
        writer.WriteString("from"u8, AnalyticsFilter.Text(filter.From));
        writer.WriteString("until"u8, AnalyticsFilter.Text(filter.Until));
        foreach (var (name, value) in new[] { ("service", filter.Service), ("client", filter.Client), ("kind", filter.Kind), ("rules", filter.Rules), ("site", filter.Site) })
        {
            if (value is not null)
            {
                writer.WriteString(name, value);
            }
        }

        writer.WriteNumber("daysNotCounted"u8, analysis.DaysLeft);
        writer.WriteNumber("feedbackDays"u8, Analysis.FeedbackDays);
        writer.WriteNumber("smallGroup"u8, Analysis.SmallGroup);
    }

    private static void Write(Utf8JsonWriter writer, Figure figure)
    {
        writer.WriteStartObject();
        writer.WriteString("section"u8, figure.Section);
        writer.WriteString("group"u8, figure.Group);
        writer.WriteString("name"u8, figure.Name);
        writer.WriteString("measure"u8, figure.Measure);
        writer.WriteNumber("count"u8, figure.Count);
        writer.WriteNumber("of"u8, figure.Of);
        writer.WriteString("whole"u8, figure.Whole);
        writer.WriteBoolean("small"u8, figure.IsSmall);
        writer.WriteEndObject();
    }

    /// <summary>Quotes a text; one that a spreadsheet would take for a formula gets an apostrophe.</summary>
    private static string Cell(string text)
    {
        var safe = text is ['=' or '+' or '-' or '@' or '\t', ..] ? $"'{text}" : text;
        return safe.AsSpan().ContainsAny(Quoted) ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }
}
