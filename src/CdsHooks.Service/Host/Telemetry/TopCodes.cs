namespace CdsHooks.Service.Host.Telemetry;

/// <summary>Counts the most frequent texts of a stream in bounded memory (the space-saving algorithm).</summary>
/// <param name="capacity">The number of texts that are kept.</param>
internal sealed class TopCodes(int capacity)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Slot> _slots = new(capacity, StringComparer.Ordinal);

    /// <summary>Counts a text that is kept already. Does not allocate.</summary>
    /// <returns>False when it is not kept.</returns>
    public bool TryCount(ReadOnlySpan<char> text)
    {
        lock (_lock)
        {
            if (!_slots.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out var slot))
            {
                return false;
            }

            slot.Count++;
            return true;
        }
    }

    /// <summary>Counts a text, in the place of the rarest one when there is no room.</summary>
    public void Count(string text)
    {
        lock (_lock)
        {
            if (_slots.TryGetValue(text, out var known))
            {
                known.Count++;
                return;
            }

            long missed = 0;
            if (_slots.Count >= capacity)
            {
                var (rarest, slot) = _slots.MinBy(pair => pair.Value.Count);
                _slots.Remove(rarest);
                missed = slot.Count;
            }

            _slots.Add(text, new Slot { Count = missed + 1, Missed = missed });
        }
    }

    /// <summary>Lists the most frequent texts, each with the number of times that it was certainly seen.</summary>
    /// <param name="most">The largest number to list.</param>
    /// <param name="least">The least number of times.</param>
    public IReadOnlyList<(string Text, long Count)> List(int most, long least)
    {
        lock (_lock)
        {
            return
            [
                .. _slots.Select(pair => (Text: pair.Key, Count: pair.Value.Count - pair.Value.Missed))
                    .Where(pair => pair.Count >= least)
                    .OrderByDescending(pair => pair.Count).ThenBy(pair => pair.Text, StringComparer.Ordinal)
                    .Take(most),
            ];
        }
    }

    private sealed class Slot
    {
        public long Count { get; set; }

        /// <summary>Gets the count of the text whose place this one took: at most so many were not its own.</summary>
        public long Missed { get; init; }
    }
}
