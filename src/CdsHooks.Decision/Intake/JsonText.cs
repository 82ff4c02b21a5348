using System.Text.Json;

namespace CdsHooks.Decision.Intake;

/// <summary>Texts and names, in which an escaped half of a surrogate pair may stand: well-formed JSON, and no Unicode.</summary>
internal static class JsonText
{
    /// <summary>Gets the string or name on which the reader stands; null where it is no Unicode.</summary>
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

    /// <summary>Compares the name on which the reader stands; one that is no Unicode is no other.</summary>
    public static bool NameIs(ref Utf8JsonReader reader, ReadOnlySpan<byte> name) =>
        (!reader.ValueIsEscaped || Of(ref reader) is not null) && reader.ValueTextEquals(name);

    /// <summary>Refuses a name that is no Unicode.</summary>
    /// <exception cref="HookRequestException">It is none.</exception>
    public static void CheckName(ref Utf8JsonReader reader, string path)
    {
        if (reader.ValueIsEscaped && Of(ref reader) is null)
        {
            throw new HookRequestException(path, "must have names of valid Unicode only");
        }
    }
}
