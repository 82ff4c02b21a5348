using System.Globalization;

namespace CdsHooks.Service.Pages.Analytics;

/// <summary>Puts a part of a whole into words, with the whole.</summary>
internal static class Share
{
    private const decimal Whole = 100;

    /// <summary>Gets the words, such as <c>38 of 131 cards, 29 %</c>.</summary>
    public static string InWords(long part, long whole, string things) => whole == 0
        ? $"{Number(part)} of 0 {things}"
        : $"{Number(part)} of {Number(whole)} {things}, {Percent(part, whole)}";

    /// <summary>Gets a percentage without decimals. Only nothing is 0 % and only everything 100 %; of nothing there is no percentage.</summary>
    public static string Percent(long part, long whole) => (part, whole) switch
    {
        (_, 0) => string.Empty,
        (0, _) => "0 %",
        _ when part == whole => "100 %",
        _ => (Whole * part / whole) switch
        {
            < 1 => "under 1 %",
            > 99 => "over 99 %",
            var percent => percent.ToString("0", CultureInfo.InvariantCulture) + " %",
        },
    };

    /// <summary>Gets a number with separators.</summary>
    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Gets how many there are for each of the others, such as <c>3.4</c>; a dash when there are no others.</summary>
    public static string PerOne(long all, long others) => others == 0 ? "–" : (1m * all / others).ToString("0.0", CultureInfo.InvariantCulture);

    /// <summary>Gets a probability in words; a very small one only as such.</summary>
    public static string Probability(double probability) => probability < 0.0001 ? "less than 0.01 %" : (probability * 100).ToString("0.##", CultureInfo.InvariantCulture) + " %";
}
