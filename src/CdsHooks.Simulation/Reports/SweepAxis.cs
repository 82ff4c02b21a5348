using System.Globalization;

namespace CdsHooks.Simulation.Reports;

/// <summary>The horizontal axis of a sweep: the values of the threshold, and what was measured, in the unit of the threshold.</summary>
internal sealed class SweepAxis
{
    public const double Left = 56;
    public const double Right = 742;

    private const int MostTicks = 10;

    private static readonly double[] Steps = [1, 2, 5, 10];

    private static readonly Dictionary<string, decimal> Days = new(StringComparer.Ordinal) { ["h"] = 1m / 24, ["d"] = 1, ["wk"] = 7, ["mo"] = 30.4375m, ["a"] = 365.25m };

    private readonly SweepReport _sweep;
    private readonly IReadOnlyList<decimal>? _numbers;
    private readonly (decimal From, decimal Until) _range;

    public SweepAxis(SweepReport sweep)
    {
        _sweep = sweep;
        var numbers = sweep.Points.Select(point => Number(point.Value)).ToList();
        _numbers = numbers.Count > 0 && numbers.TrueForAll(number => number is not null) ? [.. numbers.Select(number => number!.Value)] : null;
        _range = RangeOf(_numbers, [.. sweep.Values.Where(IsMeasured)]);
    }

    /// <summary>Gets a value indicating whether the threshold is a number.</summary>
    public bool IsNumeric => _numbers is not null;

    /// <summary>Gets the ends of the axis.</summary>
    public (decimal From, decimal Until) Range => _range;

    /// <summary>Gets round numbers along the axis; none where the threshold is no number.</summary>
    public IEnumerable<decimal> Ticks
    {
        get
        {
            if (_numbers is null)
            {
                yield break;
            }

            var rough = (double)(_range.Until - _range.From) / MostTicks;
            var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
            var step = (decimal)(power * Steps.First(step => step * power >= rough));
            for (var tick = Math.Ceiling(_range.From / step) * step; tick <= _range.Until; tick += step)
            {
                yield return tick;
            }
        }
    }

    /// <summary>Gets the place of a value of the sweep.</summary>
    public double Of(int point) => _numbers is null ? Left + ((Right - Left) * (point + 0.5) / _sweep.Points.Count) : Of(_numbers[point]);

    /// <summary>Gets the place of a number in the unit of the threshold.</summary>
    public double Of(decimal number) => Left + ((Right - Left) * (double)((Math.Clamp(number, _range.From, _range.Until) - _range.From) / (_range.Until - _range.From)));

    /// <summary>Gets the place of the value in force; null when it is no number, and none of the sweep.</summary>
    public double? InForce
    {
        get
        {
            var index = _sweep.Points.ToList().FindIndex(point => IsInForce(_sweep, point));
            return index >= 0 ? Of(index) : _numbers is not null && Number(_sweep.Sweep.InForce) is { } number && number >= _range.From && number <= _range.Until ? Of(number) : null;
        }
    }

    /// <summary>Tells whether a value of a sweep is the one in force.</summary>
    public static bool IsInForce(SweepReport sweep, SweepPointReport point) =>
        string.Equals(point.Value, sweep.Sweep.InForce, StringComparison.Ordinal) || (Number(point.Value) is { } number && number == Number(sweep.Sweep.InForce));

    /// <summary>Tells whether values are measured in what the threshold is compared with.</summary>
    public bool IsMeasured(ValueDistribution values) => _numbers is not null && values.Values.Count > 1 && Factor(values.Unit) is not null;

    /// <summary>Converts measured values to the unit of the threshold.</summary>
    public IEnumerable<(decimal Value, long Calls)> Converted(ValueDistribution values)
    {
        var factor = Factor(values.Unit) ?? 1;
        return values.Values.Select(value => (value.Value * factor, value.Calls));
    }

    private decimal? Factor(string unit)
    {
        var own = _sweep.Sweep.Unit ?? string.Empty;
        return string.Equals(own, unit, StringComparison.Ordinal) ? 1
            : Days.TryGetValue(own, out var days) && Days.TryGetValue(unit, out var other) ? other / days
            : null;
    }

    private (decimal From, decimal Until) RangeOf(IReadOnlyList<decimal>? thresholds, IReadOnlyList<ValueDistribution> measured)
    {
        if (thresholds is null)
        {
            return (0, 1);
        }

        var (from, until) = (thresholds.Min(), thresholds.Max());
        foreach (var values in measured.Select(values => Converted(values).ToList()))
        {
            // One chart of a thousand with a strange value must not press all others together.
            (from, until) = (Math.Min(from, Quantile(values, 0.005)), Math.Max(until, Quantile(values, 0.995)));
        }

        var margin = until == from ? 1 : (until - from) / 24;
        return (from - margin, until + margin);
    }

    private static decimal Quantile(List<(decimal Value, long Calls)> values, double share)
    {
        var target = values.Sum(value => value.Calls) * share;
        var sum = 0.0;
        foreach (var (value, calls) in values)
        {
            sum += calls;
            if (sum >= target)
            {
                return value;
            }
        }

        return values[^1].Value;
    }

    private static decimal? Number(string text) => decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number : null;
}
