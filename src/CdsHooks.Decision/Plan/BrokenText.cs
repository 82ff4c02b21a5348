using System.Buffers;
using System.Globalization;
using System.Text;

namespace CdsHooks.Decision.Plan;

/// <summary>
/// Finds the text on which the deserializer throws: lone surrogates, bytes that are not UTF-8, and empty property names. Once each is
/// replaced by a mark, the rest of the file can be read.
/// </summary>
internal static class BrokenText
{
    // The private use area of Unicode: no text of a rule contains these characters.
    private const char FirstMark = '\uE000';
    private const char LastMark = '\uF8FF';

    private const int EscapeLength = 6;

    /// <summary>Replaces each broken part with a mark.</summary>
    /// <param name="json">The file: JSON in UTF-8 apart from the broken parts.</param>
    /// <param name="lines">Receives the line of each mark, from 1.</param>
    /// <returns>The file with an escaped mark instead of each broken part.</returns>
    public static byte[] Mark(ReadOnlySpan<byte> json, List<int> lines)
    {
        var marked = new ArrayBufferWriter<byte>(json.Length + EscapeLength);
        var line = 1;
        var isInside = false;
        while (!json.IsEmpty)
        {
            line += json[0] is (byte)'\n' ? 1 : 0;
            var length = LengthOfWhole(json);
            if (length > 0)
            {
                marked.Write(json[..length]);
            }

            if (length < 0 || (!isInside && IsEmptyName(json)))
            {
                marked.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\\u{Math.Min(FirstMark + lines.Count, LastMark):x4}")));
                lines.Add(line);
            }

            isInside ^= json[0] is (byte)'"';
            json = json[Math.Abs(length)..];
        }

        return marked.WrittenSpan.ToArray();
    }

    /// <summary>Gets the line of the first mark in a text, or null.</summary>
    public static int? LineOf(string text, List<int> lines)
    {
        var mark = text.AsSpan().IndexOfAnyInRange(FirstMark, LastMark);
        return mark >= 0 && text[mark] - FirstMark < lines.Count ? lines[text[mark] - FirstMark] : null;
    }

    /// <summary>Replaces marks with question marks.</summary>
    public static string WithoutMarks(string text) => string.Concat(text.Select(character => character is >= FirstMark and <= LastMark ? '?' : character));

    private static bool IsEmptyName(ReadOnlySpan<byte> json) => json.StartsWith("\"\""u8) && json[2..].TrimStart(" \t\r\n"u8).StartsWith(":"u8);

    /// <summary>Gets the length of the character or escape at the start, negative where it is broken.</summary>
    private static int LengthOfWhole(ReadOnlySpan<byte> json) => json[0] is (byte)'\\'
        ? Surrogate(json) switch
        {
            null => Math.Min(2, json.Length),
            < 0xDC00 when json.Length > EscapeLength && Surrogate(json[EscapeLength..]) >= 0xDC00 => 2 * EscapeLength,
            _ => -EscapeLength,
        }
        : Rune.DecodeFromUtf8(json, out _, out var length) is OperationStatus.Done ? length : -length;

    /// <summary>Gets the escaped surrogate at the start, or null.</summary>
    private static int? Surrogate(ReadOnlySpan<byte> json) =>
        json.Length >= EscapeLength
        && json.StartsWith("\\u"u8)
        && int.TryParse(json[2..EscapeLength], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit)
        && unit is >= 0xD800 and <= 0xDFFF
            ? unit
            : null;
}
