using System.Globalization;

namespace CdsHooks.Simulation.Results;

/// <summary>A set of shard numbers, written as ranges.</summary>
internal static class ShardSet
{
    /// <summary>Writes numbers as ranges, such as <c>0-3</c> and <c>7</c>.</summary>
    public static IReadOnlyList<string> Write(IEnumerable<int> shards)
    {
        List<(int From, int Until)> ranges = [];
        foreach (var shard in shards.Order())
        {
            if (ranges is [.., var last] && last.Until + 1 == shard)
            {
                ranges[^1] = last with { Until = shard };
            }
            else
            {
                ranges.Add((shard, shard));
            }
        }

        return [.. ranges.Select(range => string.Create(CultureInfo.InvariantCulture, $"{range.From}{(range.From == range.Until ? string.Empty : $"-{range.Until}")}"))];
    }

    /// <summary>Reads ranges; null when one of them is none, or reaches beyond the number of shards.</summary>
    public static IReadOnlyList<int>? Read(IReadOnlyList<string> ranges, int shards)
    {
        List<int> numbers = [];
        foreach (var range in ranges)
        {
            var ends = range.Split('-');
            if (ends.Length > 2
                || !int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out var from)
                || !int.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var until)
                || from > until || until >= shards)
            {
                return null;
            }

            numbers.AddRange(Enumerable.Range(from, until - from + 1));
        }

        return numbers;
    }
}
