using System.Text.Json;

namespace CdsHooks.Decision.Protocol;

/// <summary>Reads strings of the request's envelope, with an error that names the place.</summary>
internal static class RequestText
{
    private const string NoText = "must be a string that is not empty";
    private const string NoUnicode = "must be valid Unicode text";

    public static string Required(ref Utf8JsonReader reader, string path)
    {
        if (reader.TokenType is not JsonTokenType.String)
        {
            throw new HookRequestException(path, NoText);
        }

        try
        {
            return NotEmpty(reader.GetString(), path);
        }
        catch (InvalidOperationException)
        {
            // An escaped half of a surrogate pair, or bytes that are not UTF-8.
            throw new HookRequestException(path, NoUnicode);
        }
    }

    public static string Required(JsonElement json, string path)
    {
        if (json.ValueKind is not JsonValueKind.String)
        {
            throw new HookRequestException(path, json.ValueKind is JsonValueKind.Undefined ? "is missing" : NoText);
        }

        return NotEmpty(TryGet(json, out var text) ? text : throw new HookRequestException(path, NoUnicode), path);
    }

    public static string? Optional(ref Utf8JsonReader reader, string path) =>
        reader.TokenType is JsonTokenType.Null ? null : Required(ref reader, path);

    public static string? Optional(JsonElement json, string path) =>
        json.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null ? null : Required(json, path);

    /// <summary>Gets a string's text; false for anything else, and for text that is not valid Unicode.</summary>
    public static bool TryGet(JsonElement json, out string? text)
    {
        text = null;
        if (json.ValueKind is not JsonValueKind.String)
        {
            return false;
        }

        try
        {
            text = json.GetString();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    public static string WithoutPrefix(string text, string prefix) =>
        text.StartsWith(prefix, StringComparison.Ordinal) ? text[prefix.Length..] : text;

    private static string NotEmpty(string? text, string path) =>
        string.IsNullOrWhiteSpace(text) ? throw new HookRequestException(path, NoText) : text;
}
