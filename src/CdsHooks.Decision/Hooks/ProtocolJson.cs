using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;

namespace CdsHooks.Decision.Hooks;

/// <summary>The JSON format of responses: UTF-8, no insignificant white space, absent members omitted, no reflection.</summary>
public static class ProtocolJson
{
    // Letters of every script stay readable; what HTML or JavaScript could interpret as markup is still escaped.
    private static readonly ProtocolJsonContext Context = new(new JsonSerializerOptions(ProtocolJsonContext.Default.Options)
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    });

    /// <summary>Gets the read-only options.</summary>
    public static JsonSerializerOptions Options { get; } = ReadOnly();

    /// <summary>Gets the contract of a whole response.</summary>
    public static JsonTypeInfo<CdsResponse> Response => Context.CdsResponse;

    /// <summary>Gets the contract of one card, for writers of a partial response.</summary>
    public static JsonTypeInfo<Card> Card => Context.Card;

    /// <summary>Writes a response as UTF-8.</summary>
    public static byte[] Write(CdsResponse response) => JsonSerializer.SerializeToUtf8Bytes(response, Response);

    private static JsonSerializerOptions ReadOnly()
    {
        Context.Options.MakeReadOnly();
        return Context.Options;
    }
}

/// <summary>The generated serialization of the wire types.</summary>
[JsonSourceGenerationOptions(
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    WriteIndented = false)]
[JsonSerializable(typeof(CdsResponse))]
internal sealed partial class ProtocolJsonContext : JsonSerializerContext;
