using System.Collections.Frozen;
using System.Text.Json;

namespace CdsHooks.Decision.Intake;

/// <summary>Reads from a request's <c>extension</c> what the client has turned off (Da Vinci CRD, <c>configuration</c>). Whatever else stands there is passed over.</summary>
internal static class ConfigurationReader
{
    /// <summary>Reads the value, on which the reader stands.</summary>
    /// <returns>The codes of the options that are false; an option that stands there twice has its last value.</returns>
    public static IReadOnlySet<string> ReadTurnedOff(ref Utf8JsonReader reader)
    {
        IReadOnlySet<string> turnedOff = FrozenSet<string>.Empty;
        if (reader.TokenType is not JsonTokenType.StartObject)
        {
            reader.Skip();
            return turnedOff;
        }

        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var isConfiguration = JsonText.NameIs(ref reader, "davinci-crd.configuration"u8);
            reader.Read();
            if (isConfiguration && reader.TokenType is JsonTokenType.StartObject)
            {
                turnedOff = ReadOptions(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        return turnedOff;
    }

    private static HashSet<string> ReadOptions(ref Utf8JsonReader reader)
    {
        HashSet<string> turnedOff = new(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var code = JsonText.Of(ref reader);
            reader.Read();
            if (code is not null && reader.TokenType is JsonTokenType.False)
            {
                turnedOff.Add(code);
            }
            else if (code is not null)
            {
                turnedOff.Remove(code);
            }

            reader.Skip();
        }

        return turnedOff;
    }
}
