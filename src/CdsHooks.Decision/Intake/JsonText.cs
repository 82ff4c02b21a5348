using System.Text.Json;

namespace CdsHooks.Decision.Intake;

/// <summary>Reads strings and names that may contain an escaped half of a surrogate pair: well-formed JSON, but not valid Unicode.</summary>
internal static class JsonText
{
    /// <summary>Gets the string or name at which the reader is positioned; null when it is not valid Unicode.</summary>
    public static string? Of(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Compares the name or string at which the reader is positioned. One that is not valid Unicode equals no other.</summary>
    public static bool NameIs(ref Utf8JsonReader reader, ReadOnlySpan<byte> name) =>
        (!reader.ValueIsEscaped || Of(ref reader) is not null) && reader.ValueTextEquals(name);

    /// <summary>Rejects a name that is not valid Unicode.</summary>
    /// <exception cref="HookRequestException">The name is not valid Unicode.</exception>
    public static void CheckName(ref Utf8JsonReader reader, string path)
    {
        if (reader.ValueIsEscaped && Of(ref reader) is null)
        {
            throw new HookRequestException(path, "must have only names that are valid Unicode");
        }
    }
}
