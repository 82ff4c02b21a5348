using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CdsHooks.Simulation.Views;

/// <summary>Writes a ViewDefinition as JSON.</summary>
/// <param name="canonicals">The beginning of the canonicals, with a slash at the end.</param>
/// <param name="version">The version; null for none.</param>
internal sealed class ViewJson(string canonicals, string? version)
{
    /// <summary>The profile of views that several systems share: a url, a name, a FHIR version, and a type for each column.</summary>
    public const string Shareable = "https://sql-on-fhir.org/ig/StructureDefinition/ShareableViewDefinition";

    private const string FhirVersion = "4.0.1";

    // The files are read by people; quotes in FHIRPath stay as they are.
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Gets the logical id of a view.</summary>
    public static string IdOf(ViewDefinition view) => view.Name.Replace('_', '-');

    /// <summary>Writes a view.</summary>
    public string Of(ViewDefinition view)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            Write(json, view);
        }

        return Encoding.UTF8.GetString(buffer.ToArray()) + "\n";
    }

    private void Write(Utf8JsonWriter json, ViewDefinition view)
    {
        json.WriteStartObject();
        json.WriteString("resourceType"u8, "ViewDefinition"u8);
        json.WriteString("id"u8, IdOf(view));
        json.WriteStartObject("meta"u8);
        Write(json, "profile", [Shareable]);
        json.WriteEndObject();
        json.WriteString("url"u8, $"{canonicals}ViewDefinition/{IdOf(view)}");
        if (version is not null)
        {
            json.WriteString("version"u8, version);
        }

        json.WriteString("name"u8, view.Name);
        json.WriteString("title"u8, view.Title);
        json.WriteString("status"u8, "active"u8);
        json.WriteString("description"u8, view.Description);
        json.WriteString("resource"u8, view.Resource);
        Write(json, "fhirVersion", [FhirVersion]);
        Write(json, "select", view.Selects);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyList<ViewSelect> selects)
    {
        if (selects.Count == 0)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (var select in selects)
        {
            json.WriteStartObject();
            WriteIteration(json, select);
            Write(json, select.Columns);
            Write(json, "select", select.Selects);
            Write(json, "unionAll", select.UnionAll);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteIteration(Utf8JsonWriter json, ViewSelect select)
    {
        if (select.ForEach is { } each)
        {
            json.WriteString("forEach"u8, each);
        }

        if (select.ForEachOrNull is { } eachOrNull)
        {
            json.WriteString("forEachOrNull"u8, eachOrNull);
        }

        if (select.Repeat.Count > 0)
        {
            Write(json, "repeat", select.Repeat);
        }
    }

    private static void Write(Utf8JsonWriter json, IReadOnlyList<ViewColumn> columns)
    {
        if (columns.Count == 0)
        {
            return;
        }

        json.WriteStartArray("column"u8);
        foreach (var column in columns)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, column.Name);
            json.WriteString("path"u8, column.Path);
            json.WriteString("type"u8, column.Type);
            WriteTag(json, column);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Asks for the text of an instant: a database that converts it loses the offset, and with it the day.</summary>
    private static void WriteTag(Utf8JsonWriter json, ViewColumn column)
    {
        if (column.Type is "instant")
        {
            json.WriteStartArray("tag"u8);
            json.WriteStartObject();
            json.WriteString("name"u8, "ansi/type"u8);
            json.WriteString("value"u8, "CHARACTER VARYING"u8);
            json.WriteEndObject();
            json.WriteEndArray();
        }
    }

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }
}
