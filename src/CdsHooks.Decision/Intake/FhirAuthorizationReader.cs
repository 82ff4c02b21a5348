using System.Text.Json;
using CdsHooks.Decision.Hooks;

namespace CdsHooks.Decision.Intake;

/// <summary>Reads <c>fhirAuthorization</c>. Treats a token that is not a string as absent, and rejects a duplicate member.</summary>
internal static class FhirAuthorizationReader
{
    private static readonly byte[][] Names = ["access_token"u8.ToArray(), "token_type"u8.ToArray(), "expires_in"u8.ToArray(), "patient"u8.ToArray(), "scope"u8.ToArray()];

    /// <summary>Reads the value at which the reader is positioned.</summary>
    /// <returns>The authorization; null for JSON <c>null</c>, and for an object without a value that is read.</returns>
    /// <exception cref="HookRequestException">The value is not an object, or a member that is read is duplicated.</exception>
    public static FhirAuthorization? Read(ref Utf8JsonReader reader, string path)
    {
        if (reader.TokenType is JsonTokenType.Null)
        {
            return null;
        }

        if (reader.TokenType is not JsonTokenType.StartObject)
        {
            throw new HookRequestException(path, "must be an object");
        }

        string? token = null;
        string? type = null;
        string? patient = null;
        string? scope = null;
        int? expiresIn = null;
        var seen = 0;
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            JsonText.CheckName(ref reader, path);
            var member = Identify(ref reader);
            if (member >= 0)
            {
                seen = (seen & (1 << member)) is 0 ? seen | (1 << member) : throw Duplicate(path, member);
            }

            reader.Read();
            switch (member)
            {
                case 0:
                    token = TextOrNull(ref reader);
                    break;
                case 1:
                    type = TextOrNull(ref reader);
                    break;
                case 2:
                    expiresIn = reader.TokenType is JsonTokenType.Number && reader.TryGetInt32(out var seconds) ? seconds : null;
                    break;
                case 3:
                    patient = RequestText.Optional(ref reader, $"{path}.patient");
                    break;
                case 4:
                    scope = TextOrNull(ref reader);
                    break;
            }

            reader.Skip();
        }

        return token is null && type is null && expiresIn is null && patient is null ? null : new FhirAuthorization(token, type, expiresIn, patient) { Scope = scope };
    }

    private static HookRequestException Duplicate(string path, int member) =>
        new($"{path}.{System.Text.Encoding.UTF8.GetString(Names[member])}", "must appear only once");

    private static int Identify(ref Utf8JsonReader reader)
    {
        for (var i = 0; i < Names.Length; i++)
        {
            if (reader.ValueTextEquals(Names[i]))
            {
                return i;
            }
        }

        return -1;
    }

    private static string? TextOrNull(ref Utf8JsonReader reader) => reader.TokenType is JsonTokenType.String && JsonText.Of(ref reader) is { Length: > 0 } text ? text : null;
}
