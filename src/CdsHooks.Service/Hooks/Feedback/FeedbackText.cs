using System.Text.Json;
using CdsHooks.Decision.Intake;

namespace CdsHooks.Service.Hooks.Feedback;

/// <summary>Reads the strings of a feedback body that become ids and codes: short, and without characters that a database rejects.</summary>
internal static class FeedbackText
{
    private const int Longest = 255;

    /// <summary>Gets a member of an object; <see cref="JsonValueKind.Undefined"/> when it is absent or null.</summary>
    public static JsonElement Member(JsonElement json, string name) =>
        json.TryGetProperty(name, out var member) && member.ValueKind is not JsonValueKind.Null ? member : default;

    /// <summary>Gets a required string.</summary>
    /// <exception cref="HookRequestException">The string is missing or not valid.</exception>
    public static string Required(JsonElement json, string path)
    {
        if (json.ValueKind is JsonValueKind.Undefined)
        {
            throw new HookRequestException(path, "is missing");
        }

        return Token(json) ?? throw new HookRequestException(path, "must be a string of 1 to 255 characters, none of them a control character");
    }

    /// <summary>Gets an optional string.</summary>
    /// <exception cref="HookRequestException">The value is present but not valid.</exception>
    public static string? Optional(JsonElement json, string path) => json.ValueKind is JsonValueKind.Undefined ? null : Required(json, path);

    /// <summary>Gets a string that can become an id or a code; null for any other value.</summary>
    public static string? Token(JsonElement json) =>
        Raw(json) is { Length: > 0 and <= Longest } text && !text.Any(char.IsControl) && !string.IsNullOrWhiteSpace(text) ? text : null;

    /// <summary>Gets any string; null for any other value.</summary>
    public static string? Raw(JsonElement json)
    {
        if (json.ValueKind is not JsonValueKind.String)
        {
            return null;
        }

        try
        {
            return json.GetString();
        }
        catch (InvalidOperationException)
        {
            // An escaped unpaired surrogate.
            return null;
        }
    }
}
