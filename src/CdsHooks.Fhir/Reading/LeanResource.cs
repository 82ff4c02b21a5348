using System.Text.Json;

namespace CdsHooks.Fhir.Reading;

/// <summary>
/// Copies only those members of a resource that are read. The copy costs a fraction of parsing, and narrative, categories, identifiers
/// and notes never reach the parser.
/// </summary>
internal static class LeanResource
{
    private const int LongestType = 64;

    /// <summary>Copies the members that are read, unchanged and in their order.</summary>
    /// <param name="json">One JSON object that is known to be well-formed, UTF-8.</param>
    /// <param name="buffer">The destination, at least as long as the object.</param>
    /// <returns>The copy, or the object itself where <see cref="DecidingElements"/> does not list its type.</returns>
    public static ReadOnlySpan<byte> Of(ReadOnlySpan<byte> json, Span<byte> buffer)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        byte[][]? read = null;
        var length = 0;
        buffer[length++] = (byte)'{';
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var start = (int)reader.TokenStartIndex;

            // Until the type is known, every member is kept; so is one whose name is escaped.
            var stays = read is null || reader.ValueIsEscaped || IsRead(reader.ValueSpan, read);
            var isType = read is null && reader.ValueTextEquals("resourceType"u8);
            reader.Read();
            read = isType ? ReadOf(ref reader) : read;
            if (isType && read is null)
            {
                return json;
            }

            reader.Skip();
            if (stays)
            {
                if (length > 1)
                {
                    buffer[length++] = (byte)',';
                }

                var member = json[start..(int)reader.BytesConsumed];
                member.CopyTo(buffer[length..]);
                length += member.Length;
            }
        }

        buffer[length++] = (byte)'}';
        return buffer[..length];
    }

    private static byte[][]? ReadOf(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is not JsonTokenType.String || reader.ValueSpan.Length > LongestType || reader.ValueIsEscaped)
        {
            return null;
        }

        Span<char> type = stackalloc char[LongestType];
        return DecidingElements.ReadOf(type[..reader.CopyString(type)]);
    }

    /// <summary>True when a member is an element that is read: <c>value</c> is also <c>valueQuantity</c> and <c>_valueString</c>.</summary>
    private static bool IsRead(ReadOnlySpan<byte> member, byte[][] read)
    {
        var name = member is [(byte)'_', ..] ? member[1..] : member;
        foreach (var element in read)
        {
            if (name.StartsWith(element) && (name.Length == element.Length || name[element.Length] is >= (byte)'A' and <= (byte)'Z'))
            {
                return true;
            }
        }

        return false;
    }
}
