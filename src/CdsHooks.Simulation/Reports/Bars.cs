using System.Globalization;
using static CdsHooks.Simulation.Reports.Markup;

namespace CdsHooks.Simulation.Reports;

/// <summary>Draws counts as bars. The numbers stand beside them, so that a reader of the screen misses nothing.</summary>
internal static class Bars
{
    private const double Width = 100;

    /// <summary>Draws one bar for the rules in force and, with a candidate, one for it below.</summary>
    /// <param name="both">The counts.</param>
    /// <param name="most">The count of the longest bar.</param>
    /// <param name="hasCandidate">True when there is a candidate.</param>
    public static string Pair(BothSides both, long most, bool hasCandidate) => Svg(
        hasCandidate ? 10 : 5,
        Bar("bar-served", 0, both.Served, most, 0, 4.4) + (hasCandidate ? Bar("bar-candidate", 0, both.Candidate, most, 5.2, 4.4) : string.Empty));

    /// <summary>Draws the parts of a whole, one after another.</summary>
    /// <param name="parts">The class and the count of each part.</param>
    public static string Stack(IReadOnlyList<(string Class, long Count)> parts)
    {
        var whole = parts.Sum(part => part.Count);
        var before = 0L;
        var bars = string.Empty;
        foreach (var (name, count) in parts.Where(part => part.Count > 0))
        {
            bars += Bar(name, before, count, whole, 0, 6);
            before += count;
        }

        return Svg(6, bars);
    }

    /// <summary>Draws met, not met and unknown as parts of a whole.</summary>
    public static string Results(long met, long notMet, long unknown) => Stack([("part-met", met), ("part-not-met", notMet), ("part-unknown", unknown)]);

    private static string Bar(string name, long before, long count, long whole, double top, double height) => whole is 0 ? string.Empty : string.Create(
        CultureInfo.InvariantCulture,
        $"<rect class=\"{name}\" x=\"{Place(Width * before / whole)}\" y=\"{Place(top)}\" width=\"{Place(Width * count / whole)}\" height=\"{Place(height)}\"/>");

    private static string Svg(double height, string content) =>
        $"<svg class=\"bars-picture\" viewBox=\"0 0 {Place(Width)} {Place(height)}\" preserveAspectRatio=\"none\" aria-hidden=\"true\">{content}</svg>";
}
