using System.Globalization;
using System.Text;
using static CdsHooks.Simulation.Reports.Markup;

namespace CdsHooks.Simulation.Reports;

/// <summary>Draws a sweep: curves over the values of the threshold, above the distributions of what was measured, on one axis.</summary>
internal sealed class SweepPicture
{
    private const double Width = 760;
    private const double CurveHeight = 110;
    private const double HistogramHeight = 60;
    private const double Space = 38;
    private const int Bins = 48;
    private const int MostLabels = 8;

    private readonly SimulationReport _report;
    private readonly SweepReport _sweep;
    private readonly SweepAxis _axis;
    private readonly StringBuilder _picture = new();
    private double _top = 6;

    private SweepPicture(SimulationReport report, SweepReport sweep)
    {
        (_report, _sweep, _axis) = (report, sweep, new SweepAxis(sweep));
    }

    /// <summary>Draws a sweep.</summary>
    /// <param name="report">The report.</param>
    /// <param name="sweep">The sweep.</param>
    /// <param name="chosen">The number of the value to mark; null for none.</param>
    public static string Of(SimulationReport report, SweepReport sweep, int? chosen = null) => new SweepPicture(report, sweep).Draw(chosen);

    private string Draw(int? chosen)
    {
        Curves("Calls with a card, and with a warning", _report.Calls, [("curve-card", _sweep.Points.Select(point => point.Fired)), ("curve-warning", _sweep.Points.Select(point => point.FiredAs("warning")))], areLabelled: true);
        foreach (var criterion in _sweep.Points.SelectMany(point => point.Criteria).Select(criterion => criterion.Criterion).Distinct(StringComparer.Ordinal))
        {
            IEnumerable<long> Of(Func<SweepCriterion, long> count) =>
                _sweep.Points.Select(point => point.Criteria.FirstOrDefault(one => string.Equals(one.Criterion, criterion, StringComparison.Ordinal)) is { } found ? count(found) : 0);
            Curves(
                $"{_report.TitleOf(criterion)}: met, not met, unknown",
                _report.Calls,
                [("curve-met", Of(one => one.Met)), ("curve-not-met", Of(one => one.NotMet)), ("curve-unknown", Of(one => one.Unknown))]);
            foreach (var values in _sweep.Values.Where(values => string.Equals(values.Criterion, criterion, StringComparison.Ordinal) && _axis.IsMeasured(values)))
            {
                Histogram(values);
            }
        }

        Axis();
        var marks = Marks(chosen);
        return $"<div class=\"wide\" tabindex=\"0\"><svg class=\"picture sweep\" viewBox=\"0 0 {Place(Width)} {Place(_top + 42)}\" role=\"img\" aria-label=\"{Text(_sweep.Sweep.Parameter)}: calls over its values. The table has the numbers.\">\n{marks}{_picture}</svg></div>\n";
    }

    private void Curves(string title, long whole, IReadOnlyList<(string Class, IEnumerable<long> Counts)> curves, bool areLabelled = false)
    {
        Title(title);
        var bottom = _top + CurveHeight;
        var most = Math.Max(1, whole);
        double Y(long count) => bottom - (CurveHeight * count / most);
        foreach (var share in new[] { 0L, most / 2, most })
        {
            _picture.Append(CultureInfo.InvariantCulture, $"<line class=\"grid\" x1=\"{SweepAxis.Left}\" x2=\"{SweepAxis.Right}\" y1=\"{Place(Y(share))}\" y2=\"{Place(Y(share))}\"/><text class=\"axis\" x=\"{SweepAxis.Left - 6}\" y=\"{Place(Y(share) + 4)}\" text-anchor=\"end\">{Count(share)}</text>\n");
        }

        foreach (var (name, counts) in curves)
        {
            var points = counts.Select((count, index) => (X: _axis.Of(index), Y: Y(count), Count: count)).OrderBy(point => point.X).ToList();
            if (_axis.IsNumeric)
            {
                _picture.Append($"<polyline class=\"{name}\" points=\"{string.Join(' ', points.Select(point => $"{Place(point.X)},{Place(point.Y)}"))}\"/>\n");
            }

            foreach (var point in points)
            {
                _picture.Append(CultureInfo.InvariantCulture, $"<circle class=\"{name}\" cx=\"{Place(point.X)}\" cy=\"{Place(point.Y)}\" r=\"4\"><title>{Count(point.Count)}</title></circle>\n");
                if (areLabelled && points.Count <= MostLabels)
                {
                    _picture.Append(CultureInfo.InvariantCulture, $"<text class=\"axis\" x=\"{Place(point.X)}\" y=\"{Place(point.Y + 16)}\" text-anchor=\"middle\">{Count(point.Count)}</text>\n");
                }
            }
        }

        _top = bottom + Space;
    }

    private void Histogram(ValueDistribution values)
    {
        Title($"{_report.TitleOf(values.Criterion)}: {Words(values.Kind)}, calls by value");
        var bottom = _top + HistogramHeight;
        var (from, until) = _axis.Range;
        var bins = new long[Bins];
        foreach (var (value, calls) in _axis.Converted(values))
        {
            bins[Math.Clamp((int)((value - from) / (until - from) * Bins), 0, Bins - 1)] += calls;
        }

        var most = Math.Max(1, bins.Max());
        var width = (SweepAxis.Right - SweepAxis.Left) / Bins;
        for (var index = 0; index < Bins; index++)
        {
            if (bins[index] > 0)
            {
                var height = Math.Max(1.5, HistogramHeight * bins[index] / most);
                _picture.Append($"<rect class=\"bin\" x=\"{Place(SweepAxis.Left + (index * width) + 0.5)}\" y=\"{Place(bottom - height)}\" width=\"{Place(width - 1)}\" height=\"{Place(height)}\"><title>{Count(bins[index])}</title></rect>\n");
            }
        }

        _picture.Append(CultureInfo.InvariantCulture, $"<line class=\"grid\" x1=\"{SweepAxis.Left}\" x2=\"{SweepAxis.Right}\" y1=\"{Place(bottom)}\" y2=\"{Place(bottom)}\"/><text class=\"axis\" x=\"{SweepAxis.Left - 6}\" y=\"{Place(_top + 8)}\" text-anchor=\"end\">{Count(most)}</text>\n");
        _top = bottom + Space;
    }

    private void Title(string title)
    {
        _picture.Append(CultureInfo.InvariantCulture, $"<text class=\"strong\" x=\"{SweepAxis.Left}\" y=\"{Place(_top + 12)}\">{Text(title)}</text>\n");
        _top += 24;
    }

    private void Axis()
    {
        for (var index = 0; index < _sweep.Points.Count; index++)
        {
            _picture.Append($"<text class=\"strong\" x=\"{Place(_axis.Of(index))}\" y=\"{Place(_top - 10)}\" text-anchor=\"middle\">{Text(_sweep.Points[index].Value)}</text>\n");
        }

        foreach (var tick in _axis.Ticks)
        {
            _picture.Append(CultureInfo.InvariantCulture, $"<line class=\"grid\" x1=\"{Place(_axis.Of(tick))}\" x2=\"{Place(_axis.Of(tick))}\" y1=\"{Place(_top - 38)}\" y2=\"{Place(_top - 33)}\"/><text class=\"axis tick\" x=\"{Place(_axis.Of(tick))}\" y=\"{Place(_top + 8)}\" text-anchor=\"middle\">{tick:0.##}</text>\n");
        }

        _picture.Append(CultureInfo.InvariantCulture, $"<text class=\"axis\" x=\"{SweepAxis.Right}\" y=\"{Place(_top + 26)}\" text-anchor=\"end\">{Text(_sweep.Sweep.Parameter)}{(_sweep.Sweep.Unit is { } unit ? $", {Text(unit)}" : string.Empty)}</text>\n");
    }

    /// <summary>Draws the value in force, and one line for each value, of which a page shows the chosen one.</summary>
    private string Marks(int? chosen)
    {
        StringBuilder marks = new();
        string Line(string more, double x) => $"<line {more} x1=\"{Place(x)}\" x2=\"{Place(x)}\" y1=\"4\" y2=\"{Place(_top - 22)}\"/>\n";
        if (_axis.InForce is { } inForce)
        {
            marks.Append(Line("class=\"in-force\"", inForce)).Append($"<text class=\"axis\" x=\"{Place(inForce + 5)}\" y=\"{Place(_top + 26)}\" text-anchor=\"start\">{ReportSections.InEffect(_report)}: {Text(_sweep.Sweep.InForce)}</text>\n");
        }

        for (var index = 0; chosen is not null && index < _sweep.Points.Count; index++)
        {
            marks.Append(Line($"class=\"chosen\" data-step=\"{index.ToString(CultureInfo.InvariantCulture)}\"{(index == chosen ? string.Empty : " hidden=\"hidden\"")}", _axis.Of(index)));
        }

        return marks.ToString();
    }
}
