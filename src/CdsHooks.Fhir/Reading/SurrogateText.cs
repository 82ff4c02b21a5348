using System.Globalization;
using System.Text;
using System.Text.Json;

namespace CdsHooks.Fhir.Reading;

/// <summary>Repairs JSON in which half of a surrogate pair is escaped: no .NET string can represent it.</summary>
internal static class SurrogateText
{
    private const int EscapeLength = 6;

    /// <summary>Replaces every lone surrogate with U+FFFD.</summary>
    /// <param name="json">Well-formed JSON, UTF-8.</param>
    /// <returns>A copy of the same length.</returns>
    public static byte[] Repair(ReadOnlySpan<byte> json)
    {
        var repaired = json.ToArray();
        for (var at = 0; at < repaired.Length; at++)
        {
            if (repaired[at] is not (byte)'\\')
            {
                continue;
            }

            if (UnitAt(repaired, at) is not { } unit || !char.IsSurrogate(unit))
            {
                // An escaped backslash does not begin another escape.
                at++;
            }
            else if (char.IsHighSurrogate(unit) && UnitAt(repaired, at + EscapeLength) is { } low && char.IsLowSurrogate(low))
            {
                at += (2 * EscapeLength) - 1;
            }
            else
            {
                "\\uFFFD"u8.CopyTo(repaired.AsSpan(at));
                at += EscapeLength - 1;
            }
        }

        return repaired;
    }

    /// <summary>True when a property name of repaired JSON contained a lone surrogate.</summary>
    public static bool HasBrokenName(ReadOnlySpan<byte> repaired)
    {
        var reader = new Utf8JsonReader(repaired);
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
