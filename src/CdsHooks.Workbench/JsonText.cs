using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CdsHooks.Workbench;

/// <summary>Formats JSON for people: indented by two spaces, without escaping non-ASCII characters.</summary>
internal static class JsonText
{
    private static readonly JsonWriterOptions Indented = new()
    {
        Indented = true,
        NewLine = "\n",
        // Read by people and by JSON parsers, and encoded once more where they stand in an HTML page, so only the escapes that JSON requires are needed.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Formats JSON with indentation.</summary>
    public static string Indent(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        return Write(document.RootElement.WriteTo);
    }

    /// <summary>Formats JSON with indentation.</summary>
    public static string Indent(JsonNode json) => Write(writer => json.WriteTo(writer));

    /// <summary>Returns the JSON that a method writes, with indentation.</summary>
    public static string Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Indented))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
