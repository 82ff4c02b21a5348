using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;

namespace CdsHooks.Decision.Hooks;

/// <summary>How responses are written: UTF-8, no insignificant white space, absent members left out, no reflection.</summary>
public static class ProtocolJson
{
    // Letters of every script stay readable; what HTML or a script could take as markup is still escaped.
    private static readonly ProtocolJsonContext Context = new(new JsonSerializerOptions(ProtocolJsonContext.Default.Options)
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    });

    /// <summary>Gets the options, read-only.</summary>
    public static JsonSerializerOptions Options { get; } = ReadOnly();

    /// <summary>Gets the contract of a whole response.</summary>
    public static JsonTypeInfo<CdsResponse> Response => Context.CdsResponse;

    /// <summary>Gets the contract of one card, for writers that lay out the response themselves.</summary>
    public static JsonTypeInfo<Card> Card => Context.Card;

    /// <summary>Writes a response.</summary>
    /// <param name="response">The response.</param>
    /// <returns>The body, UTF-8.</returns>
    public static byte[] Write(CdsResponse response) => JsonSerializer.SerializeToUtf8Bytes(response, Response);

    private static JsonSerializerOptions ReadOnly()
    {
        Context.Options.MakeReadOnly();
        return Context.Options;
    }
}
