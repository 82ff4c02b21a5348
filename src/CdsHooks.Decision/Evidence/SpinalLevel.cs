using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace CdsHooks.Decision.Evidence;

/// <summary>A level of the spine in the usual notation: L4-L5, L4/5, L4/L5, L4-5, C5-C6, L5-S1.</summary>
/// <param name="Upper">The upper vertebra's region: C, T, L or S.</param>
/// <param name="UpperNumber">The upper vertebra's number.</param>
/// <param name="Lower">The lower vertebra's region.</param>
/// <param name="LowerNumber">The lower vertebra's number.</param>
[StructLayout(LayoutKind.Auto)]
public readonly partial record struct SpinalLevel(char Upper, string UpperNumber, char Lower, string LowerNumber)
{
    /// <summary>Reads a level.</summary>
    /// <param name="words">The text, or null; it must contain nothing but the level.</param>
    /// <returns>The level; null when the text is anything else.</returns>
    public static SpinalLevel? TryRead(string? words)
    {
        // The first two letters rule out nearly every text before the regular expression runs.
        if (words?.TrimStart() is not ['C' or 'T' or 'L' or 'S' or 'c' or 't' or 'l' or 's', >= '0' and <= '9', ..] || Notation().Match(words.Trim().ToUpperInvariant()) is not { Success: true } match)
        {
            return null;
        }

        var upper = match.Groups["upper"].Value[0];
        var level = new SpinalLevel(
            upper,
            match.Groups["upperNumber"].Value,
            match.Groups["lower"].Value is [var lower, ..] ? lower : upper,
            match.Groups["lowerNumber"].Value);
        return Height(level.Upper, level.UpperNumber) is { } top && Height(level.Lower, level.LowerNumber) is { } bottom && top < bottom ? level : null;
    }

    /// <summary>Gets the position of a vertebra from the top; null when its number does not exist. L6 and T13 are known variants.</summary>
    private static int? Height(char region, string number)
    {
        var (above, most) = region switch
        {
            'C' => (0, 7),
            'T' => (100, 13),
            'L' => (200, 6),
            _ => (300, 5),
        };
        return int.TryParse(number, CultureInfo.InvariantCulture, out var index) && index >= 1 && index <= most ? above + index : null;
    }

    /// <summary>Determines whether any of several levels lies in a part of the spine.</summary>
    /// <param name="levels">The levels.</param>
    /// <param name="letters">The letters of its vertebrae, e.g. <c>LS</c>.</param>
    /// <returns>True when one does, null when one lies across the border, false when all lie elsewhere.</returns>
    public static bool? Within(IReadOnlyList<SpinalLevel> levels, string letters)
    {
        bool? within = false;
        foreach (var level in levels)
        {
            var (upper, lower) = (letters.Contains(level.Upper), letters.Contains(level.Lower));
            if (upper && lower)
            {
                return true;
            }

            if (upper || lower)
            {
                within = null;
            }
        }

        return within;
    }

    /// <summary>Determines whether another level lies within this one: L4-L5 lies within L4-S1.</summary>
    /// <param name="other">The other level.</param>
    /// <returns>True also when they are the same.</returns>
    public bool Covers(SpinalLevel other) =>
        Position(other.Upper, other.UpperNumber) >= Position(Upper, UpperNumber) && Position(other.Lower, other.LowerNumber) <= Position(Lower, LowerNumber);

    /// <summary>Lists the interspaces from the upper vertebra to the lower, each by the position of the vertebra above it.</summary>
    /// <returns>The positions: L4-S1 has two. Empty when the lower vertebra is not below the upper.</returns>
    public IEnumerable<int> Interspaces()
    {
        for (var position = Position(Upper, UpperNumber); position < Position(Lower, LowerNumber); position++)
        {
            yield return position;
        }
    }

    /// <summary>Writes the level in one spelling.</summary>
    /// <returns>E.g. <c>L4-L5</c>.</returns>
    public override string ToString() => $"{Upper}{UpperNumber}-{Lower}{LowerNumber}";

    /// <summary>Counts vertebrae from the top: seven cervical, twelve thoracic, five lumbar.</summary>
    private static int Position(char region, string number) => int.Parse(number, CultureInfo.InvariantCulture) + region switch
    {
        'C' => 0,
        'T' => 7,
        'L' => 19,
        _ => 24,
    };

    [GeneratedRegex(@"^(?<upper>[CTLS])(?<upperNumber>\d{1,2})\s*[-/\u2013]\s*(?<lower>[CTLS]?)(?<lowerNumber>\d{1,2})$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Notation();
}
