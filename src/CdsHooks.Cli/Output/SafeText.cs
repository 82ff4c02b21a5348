using System.Buffers;

namespace CdsHooks.Cli.Output;

/// <summary>Makes text from files safe for a terminal: a chart may contain control characters or marks that change the text direction.</summary>
internal static class SafeText
{
    private static readonly SearchValues<char> DirectionMarks = SearchValues.Create("\u200E\u200F\u061C\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069");

    /// <summary>Replaces control characters, line breaks and direction marks with spaces.</summary>
    public static string OneLine(string text) => string.Concat(text.Select(letter => IsUnsafe(letter) ? ' ' : letter));

    /// <summary>Splits a text into lines and makes each line safe.</summary>
    public static IEnumerable<string> Lines(string text) =>
        text.ReplaceLineEndings("\n").Split('\n').Select(OneLine);

    private static bool IsUnsafe(char letter) => char.IsControl(letter) || DirectionMarks.Contains(letter);
}
