using System.Collections.Frozen;
using System.Text.Json;

namespace CdsHooks.Decision.Intake;

/// <summary>Reads the options that the client has turned off from the <c>extension</c> of a request (Da Vinci CRD, <c>configuration</c>). Ignores everything else.</summary>
internal static class ConfigurationReader
{
    /// <summary>Reads the value at which the reader is positioned.</summary>
    /// <returns>The codes of the options that are false. The last value of a repeated option counts.</returns>
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
