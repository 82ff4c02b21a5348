using System.Text.Json;

namespace CdsHooks.Decision.Intake;

/// <summary>Reads strings of the request. Errors name the place.</summary>
internal static class RequestText
{
    private const string NoText = "must be a non-empty string";
    private const string NoUnicode = "must be valid Unicode text";

    public static string Required(ref Utf8JsonReader reader, string path) => NotEmpty(Text(ref reader, path), path);

    public static string Required(JsonElement json, string path) =>
        NotEmpty(json.ValueKind is JsonValueKind.Undefined ? throw new HookRequestException(path, "is missing") : Text(json, path), path);

    /// <summary>Gets an optional text: null when it is empty or JSON <c>null</c>.</summary>
    public static string? Optional(ref Utf8JsonReader reader, string path) =>
        reader.TokenType is JsonTokenType.Null ? null : NullIfEmpty(Text(ref reader, path));

    /// <inheritdoc cref="Optional(ref Utf8JsonReader, string)"/>
    public static string? Optional(JsonElement json, string path) =>
        json.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null ? null : NullIfEmpty(Text(json, path));

    /// <summary>Gets the text of a string; false for other values, and for text that is not valid Unicode.</summary>
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

    private static string? Text(ref Utf8JsonReader reader, string path)
    {
        if (reader.TokenType is not JsonTokenType.String)
        {
            throw new HookRequestException(path, NoText);
        }

        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            // An escaped half of a surrogate pair, or bytes that are not UTF-8.
            throw new HookRequestException(path, NoUnicode);
        }
    }

    private static string? Text(JsonElement json, string path)
    {
        if (json.ValueKind is not JsonValueKind.String)
        {
            throw new HookRequestException(path, NoText);
        }

        return TryGet(json, out var text) ? text : throw new HookRequestException(path, NoUnicode);
    }

    private static string NotEmpty(string? text, string path) => NullIfEmpty(text) ?? throw new HookRequestException(path, NoText);

    private static string? NullIfEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
