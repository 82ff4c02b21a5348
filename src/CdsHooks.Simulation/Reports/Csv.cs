using System.Globalization;
using System.Text;

namespace CdsHooks.Simulation.Reports;

/// <summary>Writes CSV (RFC 4180).</summary>
internal static class Csv
{
    /// <summary>Writes a table for a spreadsheet, in which no text is taken for a formula.</summary>
    public static string ForSpreadsheet(IEnumerable<object?> head, IEnumerable<object?[]> rows) =>
        Table(head, rows, value => value is string and ['=' or '+' or '-' or '@' or '\t' or '\r', ..] text ? "'" + text : TextOf(value));

    /// <summary>Writes a table for a database: every text is unchanged.</summary>
    public static string ForDatabase(IEnumerable<object?> head, IEnumerable<object?[]> rows) => Table(head, rows, TextOf);

    private static string Table(IEnumerable<object?> head, IEnumerable<object?[]> rows, Func<object?, string> textOf)
    {
        var csv = new StringBuilder();
        foreach (var row in rows.Prepend([.. head]))
        {
            csv.AppendJoin(',', row.Select(value => Quoted(textOf(value)))).Append("\r\n");
        }

        return csv.ToString();
    }

    private static string TextOf(object? value) => value switch
    {
        bool flag => flag ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty,
    };

    private static string Quoted(string text) =>
        text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
