using System.Text.Json;

namespace CdsHooks.Decision.Intake;

/// <summary>Scans <c>Bundle.link</c> for a next page.</summary>
internal static class BundleLinks
{
    /// <summary>Reads the value of <c>link</c>. The reader is positioned at the name.</summary>
    public static void Scan(ref Utf8JsonReader reader, PrefetchPart bundle)
    {
        reader.Read();
        if (reader.TokenType is not JsonTokenType.StartArray)
        {
            // It is not known whether there is a next page.
            bundle.IsBroken |= reader.TokenType is not JsonTokenType.Null;
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
        {
            if (reader.TokenType is JsonTokenType.StartObject)
            {
                ScanLink(ref reader, bundle);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private static void ScanLink(ref Utf8JsonReader reader, PrefetchPart bundle)
    {
        var (isNext, isUnread) = (false, false);
        string? url = null;
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            if (JsonText.NameIs(ref reader, "relation"u8))
            {
                reader.Read();
                isNext = reader.TokenType is JsonTokenType.String && string.Equals(JsonText.Of(ref reader)?.Trim(), "next", StringComparison.OrdinalIgnoreCase);
                isUnread = reader.TokenType is not (JsonTokenType.String or JsonTokenType.Null);
            }
            else if (JsonText.NameIs(ref reader, "url"u8))
            {
                reader.Read();
                url = reader.TokenType is JsonTokenType.String ? JsonText.Of(ref reader) : null;
            }

            reader.Skip();
        }

        if (isUnread)
        {
            bundle.NoteUnreadLink();
        }

        if (isNext)
        {
            bundle.HasNext = true;
            bundle.Next = url;
        }
    }
}
