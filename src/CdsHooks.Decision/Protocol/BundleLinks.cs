using System.Text.Json;

namespace CdsHooks.Decision.Protocol;

/// <summary>Looks through <c>Bundle.link</c> for a further page.</summary>
internal static class BundleLinks
{
    /// <summary>Reads the value of <c>link</c>, on whose name the reader stands.</summary>
    public static void Scan(ref Utf8JsonReader reader, PrefetchPart bundle)
    {
        reader.Read();
        if (reader.TokenType is not JsonTokenType.StartArray)
        {
            // Whether there is a further page cannot be told.
            bundle.IsBroken |= reader.TokenType is not JsonTokenType.Null;
            reader.Skip();
            return;
        }

        var depth = reader.CurrentDepth;
        while (reader.Read() && reader.CurrentDepth > depth)
        {
            if (reader.TokenType is JsonTokenType.PropertyName && reader.CurrentDepth == depth + 2 && reader.ValueTextEquals("relation"u8))
            {
                reader.Read();
                bundle.HasNext |= reader.TokenType is JsonTokenType.String && reader.ValueTextEquals("next"u8);
            }
        }
    }
}
