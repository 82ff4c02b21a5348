using System.Text;
using static CdsHooks.Simulation.Reports.Markup;

namespace CdsHooks.Simulation.Reports;

/// <summary>Draws the calls whose card changes as bands from the outcome in force to the outcome of the candidate.</summary>
internal static class FlowPicture
{
    private const double Width = 960;
    private const double Left = 330;
    private const double Right = Width - Left;
    private const double NodeWidth = 10;
    private const double Gap = 24;
    private const double Least = 14;
    private const double Full = 260;

    /// <summary>Draws the flips of a report; empty for none.</summary>
    public static string Of(SimulationReport report)
    {
        var flips = report.Flips;
        var all = flips.Sum(flip => flip.Calls);
        if (all is 0)
        {
            return string.Empty;
        }

        var from = Nodes(flips.GroupBy(flip => flip.From, StringComparer.Ordinal).Select(group => (group.Key, group.Sum(flip => flip.Calls))), all);
        var to = Nodes(flips.GroupBy(flip => flip.To, StringComparer.Ordinal).Select(group => (group.Key, group.Sum(flip => flip.Calls))), all);
        var height = Math.Max(from[^1].Bottom, to[^1].Bottom) + 26;
        StringBuilder picture = new($"<div class=\"wide\" tabindex=\"0\"><svg class=\"picture\" viewBox=\"0 0 {Place(Width)} {Place(height)}\" role=\"img\" aria-label=\"Calls whose card changes, from the rules in force to the candidate. The table below has the numbers.\">\n");
        picture.Append($"<text class=\"axis\" x=\"{Place(Left - 8)}\" y=\"12\" text-anchor=\"end\">Rules in force</text><text class=\"axis\" x=\"{Place(Right + 8)}\" y=\"12\">Candidate</text>\n");
        foreach (var flip in flips.OrderBy(flip => from.FindIndex(node => Is(node, flip.From))).ThenBy(flip => to.FindIndex(node => Is(node, flip.To))))
        {
            picture.Append(Band(from.Find(node => Is(node, flip.From))!, to.Find(node => Is(node, flip.To))!, flip, report));
        }

        foreach (var node in from)
        {
            picture.Append(Node(node, Left, "end", -8, report));
        }

        foreach (var node in to)
        {
            picture.Append(Node(node, Right - NodeWidth, "start", NodeWidth + 8, report));
        }

        return picture.Append("</svg></div>\n").ToString();
    }

    private static bool Is(FlowNode node, string name) => string.Equals(node.Name, name, StringComparison.Ordinal);

    private static List<FlowNode> Nodes(IEnumerable<(string Name, long Calls)> outcomes, long all)
    {
        List<FlowNode> nodes = [];
        var top = 26.0;
        foreach (var (name, calls) in outcomes.OrderByDescending(outcome => outcome.Calls).ThenBy(outcome => outcome.Name, StringComparer.Ordinal))
        {
            var node = new FlowNode(name, calls, top, Math.Max(Least, Full * calls / all));
            nodes.Add(node);
            top = node.Bottom + Gap;
        }

        return nodes;
    }

    private static string Band(FlowNode from, FlowNode to, FlipCount flip, SimulationReport report)
    {
        var (start, startHeight) = from.Take(flip.Calls);
        var (end, endHeight) = to.Take(flip.Calls);
        var (x1, x2, middle) = (Left + NodeWidth, Right - NodeWidth, Width / 2);
        var kind = (Carries(report, flip.From), Carries(report, flip.To)) switch
        {
            (true, true) => "flow-other",
            (false, true) => "flow-gain",
            (true, false) => "flow-loss",
            _ => "flow-none",
        };
        var path = $"M{Place(x1)} {Place(start)}C{Place(middle)} {Place(start)} {Place(middle)} {Place(end)} {Place(x2)} {Place(end)}V{Place(end + endHeight)}C{Place(middle)} {Place(end + endHeight)} {Place(middle)} {Place(start + startHeight)} {Place(x1)} {Place(start + startHeight)}Z";
        return $"<path class=\"{kind}\" d=\"{path}\"><title>{Text(Outcome(report, flip.From))} → {Text(Outcome(report, flip.To))}: {Count(flip.Calls)}</title></path>\n";
    }

    /// <summary>Tells whether an outcome is a card.</summary>
    public static bool Carries(SimulationReport report, string outcome) => !report.Cards.Any(card => !card.IsCard && string.Equals(card.Card, outcome, StringComparison.Ordinal));

    private static string Node(FlowNode node, double x, string anchor, double shift, SimulationReport report)
    {
        var name = Outcome(report, node.Name);
        var bracket = name.LastIndexOf(" (", StringComparison.Ordinal);
        var (title, indicator) = bracket < 0 ? (name, string.Empty) : (name[..bracket], name[(bracket + 2)..^1] + ", ");
        var (textX, middle) = (Place(x + shift), node.Top + (node.Height / 2));
        return $"<rect class=\"flow-node\" x=\"{Place(x)}\" y=\"{Place(node.Top)}\" width=\"{Place(NodeWidth)}\" height=\"{Place(node.Height)}\"/>"
            + $"<text x=\"{textX}\" y=\"{Place(middle - 2)}\" text-anchor=\"{anchor}\">{Text(title)}</text>"
            + $"<text class=\"axis\" x=\"{textX}\" y=\"{Place(middle + 14)}\" text-anchor=\"{anchor}\">{Text(indicator)}<tspan class=\"strong\">{Count(node.Calls)}</tspan></text>\n";
    }

    private sealed record FlowNode(string Name, long Calls, double Top, double Height)
    {
        private double _taken;

        public double Bottom => Top + Height;

        /// <summary>Takes the next part of the node for a band.</summary>
        public (double Top, double Height) Take(long calls)
        {
            var (top, height) = (Top + _taken, Height * calls / Calls);
            _taken += height;
            return (top, height);
        }
    }
}
