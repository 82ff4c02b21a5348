namespace CdsHooks.Decision.Comparison;

/// <summary>Counts the values of one criterion: of each kind and unit one per call, the newest measured value or the longest course.</summary>
internal sealed class ValueTally
{
    // Measured values are kept as they are; beyond this many different ones, further values are rounded to whole numbers.
    private const int MaxDistinct = 10_000;

    private readonly SortedDictionary<(string Kind, string Unit), SortedDictionary<decimal, long>> _values = [];

    public void Add(JudgedCriterion criterion)
    {
        foreach (var kind in criterion.Values.GroupBy(value => (value.Kind, value.Unit)))
        {
            if (!_values.TryGetValue(kind.Key, out var counts))
            {
                _values[kind.Key] = counts = [];
            }

            var telling = kind.OrderByDescending(value => value.Kind.StartsWith("value", StringComparison.Ordinal) ? value.Until : null).ThenByDescending(value => value.Value).First().Value;
            var kept = counts.Count < MaxDistinct || counts.ContainsKey(telling) ? telling : decimal.Round(telling);
            counts[kept] = counts.GetValueOrDefault(kept) + 1;
        }
    }

    public IReadOnlyList<ValueReport> ToReport() => [.. _values.Select(kind => ReportOf(kind.Key.Kind, kind.Key.Unit, kind.Value))];

    private static ValueReport ReportOf(string kind, string unit, SortedDictionary<decimal, long> counts)
    {
        var calls = counts.Values.Sum();
        return new ValueReport(kind, unit, calls, counts.Keys.First(), At(counts, (calls - 1) / 4), At(counts, (calls - 1) / 2), At(counts, (calls - 1) * 3 / 4), counts.Keys.Last());
    }

    private static decimal At(SortedDictionary<decimal, long> counts, long rank)
    {
        foreach (var (value, count) in counts)
        {
            rank -= count;
            if (rank < 0)
            {
                return value;
            }
        }

        return counts.Keys.Last();
    }
}
