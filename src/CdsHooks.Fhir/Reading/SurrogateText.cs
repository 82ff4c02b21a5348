using System.Globalization;
using System.Text;
using System.Text.Json;

namespace CdsHooks.Fhir.Reading;

/// <summary>Mends JSON that holds half of a surrogate pair as an escape, which no string can hold.</summary>
internal static class SurrogateText
{
    private const int EscapeLength = 6;

    /// <summary>Puts U+FFFD in the place of every half pair.</summary>
    /// <param name="json">Well-formed JSON, UTF-8.</param>
    /// <returns>A copy of the same length.</returns>
    public static byte[] Mended(ReadOnlySpan<byte> json)
    {
        var mended = json.ToArray();
        for (var at = 0; at < mended.Length; at++)
        {
            if (mended[at] is not (byte)'\\')
            {
                continue;
            }

            if (UnitAt(mended, at) is not { } unit || !char.IsSurrogate(unit))
            {
                // An escaped backslash does not begin another escape.
                at++;
            }
            else if (char.IsHighSurrogate(unit) && UnitAt(mended, at + EscapeLength) is { } low && char.IsLowSurrogate(low))
            {
                at += (2 * EscapeLength) - 1;
            }
            else
            {
                "\\uFFFD"u8.CopyTo(mended.AsSpan(at));
                at += EscapeLength - 1;
            }
        }

        return mended;
    }

    /// <summary>Whether a name in mended JSON held half of a pair.</summary>
    /// <param name="mended">What <see cref="Mended"/> returned.</param>
    /// <returns>Whether any name has the replacement character.</returns>
    public static bool HasBrokenName(ReadOnlySpan<byte> mended)
    {
        var reader = new Utf8JsonReader(mended);
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.PropertyName && reader.ValueIsEscaped && reader.GetString()!.Contains('\uFFFD', StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private static char? UnitAt(byte[] json, int at) =>
        at + EscapeLength <= json.Length
        && json[at] is (byte)'\\'
        && json[at + 1] is (byte)'u'
        && ushort.TryParse(Encoding.ASCII.GetString(json, at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit)
            ? (char)unit
            : null;
}
