using System.Buffers;
using System.Runtime.InteropServices;

namespace CdsHooks.Simulation.Results;

/// <summary>Counts by a key of several words. Adding is all that merging needs, in any order. Not thread-safe.</summary>
internal sealed class Counts
{
    // A character that no word of a key can have, and that sorts before all others.
    private const char Separator = '\u0001';

    private static readonly SearchValues<char> ControlCharacters = SearchValues.Create([.. Enumerable.Range(0, 0xa0).Select(code => (char)code).Where(char.IsControl)]);

    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);

    /// <summary>Gets the number of different keys.</summary>
    public int Keys => _counts.Count;

    /// <summary>Adds to a count.</summary>
    /// <param name="count">The number to add.</param>
    /// <param name="key">The words; control characters in them become spaces.</param>
    public void Add(long count, params ReadOnlySpan<string> key)
    {
        if (count is not 0)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_counts, Join(key), out _) += count;
        }
    }

    /// <summary>Gets a count; 0 when there is none.</summary>
    public long Of(params ReadOnlySpan<string> key) => _counts.GetValueOrDefault(string.Join(Separator, key));

    /// <summary>Lists the counts whose keys begin with these words, in the order of their keys.</summary>
    public IEnumerable<(string[] Key, long Count)> Below(params string[] words)
    {
        var start = string.Join(Separator, words) + Separator;
        return _counts.Where(count => count.Key.StartsWith(start, StringComparison.Ordinal))
            .OrderBy(count => count.Key, StringComparer.Ordinal)
            .Select(count => (count.Key[start.Length..].Split(Separator), count.Value));
    }

    /// <summary>Lists every count, in the order of the keys.</summary>
    public IEnumerable<(string[] Key, long Count)> All =>
        _counts.OrderBy(count => count.Key, StringComparer.Ordinal).Select(count => (count.Key.Split(Separator), count.Value));

    private static string Join(ReadOnlySpan<string> key)
    {
        foreach (var word in key)
        {
            if (word.AsSpan().ContainsAny(ControlCharacters))
            {
                return string.Join(Separator, key.ToArray().Select(Clean));
            }
        }

        return string.Join(Separator, key);
    }

    private static string Clean(string word) => string.Concat(word.Select(letter => char.IsControl(letter) ? ' ' : letter));
}
