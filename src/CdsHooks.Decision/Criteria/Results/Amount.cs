using System.Globalization;

namespace CdsHooks.Decision.Criteria.Results;

/// <summary>Formats numbers with their units.</summary>
public static class Amount
{
    private static readonly Dictionary<string, string> Units = new(StringComparer.Ordinal)
    {
        ["d"] = "day",
        ["wk"] = "week",
        ["mo"] = "month",
        ["a"] = "year",
        ["deg"] = "degree",
    };

    /// <summary>Writes a number with its unit: <c>1 week</c>, <c>6 weeks</c>, <c>4.5 mm</c>, <c>8%</c>, <c>6</c>.</summary>
    /// <param name="number">The number.</param>
    /// <param name="unit">The unit in UCUM; null, empty or 1 for none.</param>
    /// <returns>The text. A unit without a known word is written unchanged.</returns>
    public static string InWords(decimal number, string? unit)
    {
        var text = number.ToString("0.############", CultureInfo.InvariantCulture);
        return unit switch
        {
            null or "" or "1" => text,
            "%" => text + "%",
            _ when Units.TryGetValue(unit, out var word) => number == 1 ? $"{text} {word}" : $"{text} {word}s",
            _ => $"{text} {unit}",
        };
    }
}
