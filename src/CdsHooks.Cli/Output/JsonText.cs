using System.Text;
using System.Text.Json;
using CdsHooks.Decision.Protocol;

namespace CdsHooks.Cli.Output;

/// <summary>JSON as people read it: two blanks per level, letters of every script as they are.</summary>
internal static class JsonText
{
    public static JsonWriterOptions Indented { get; } = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = ProtocolJson.Options.Encoder,
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
