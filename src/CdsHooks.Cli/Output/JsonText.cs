using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CdsHooks.Cli.Output;

/// <summary>JSON as people read it: two blanks per level, letters of every script as they are.</summary>
internal static class JsonText
{
    public static JsonWriterOptions Indented { get; } = new()
    {
        Indented = true,
        NewLine = "\n",
        // Read by people and by JSON parsers, never as part of a page: nothing but JSON's own marks is escaped.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Of(MemoryStream utf8) => Encoding.UTF8.GetString(utf8.GetBuffer(), 0, (int)utf8.Length);

    /// <summary>Lays out JSON anew.</summary>
    public static string Indent(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Indented))
        {
            document.RootElement.WriteTo(writer);
        }

        return Of(buffer);
    }
}
