using CdsHooks.Workbench;

namespace CdsHooks.Simulation.Results;

/// <summary>Merges results. Merging is associative and does not depend on the order: the same shards give the same bytes.</summary>
internal static class ResultMerge
{
    /// <summary>Merges results into one file.</summary>
    /// <param name="inputs">The results, with their names in messages.</param>
    /// <param name="output">The file to write; it must not be one of the results.</param>
    /// <param name="allowPart">True when shards may be missing, to be merged later.</param>
    /// <exception cref="InvalidInputException">A result is cut, changed or of another simulation, or a shard is missing or doubled.</exception>
    public static void Merge(IReadOnlyList<(string Path, string Shown)> inputs, string output, bool allowPart)
    {
        var parts = inputs.Select(input => PartOf(input.Path, input.Shown)).ToList();
        if (parts.Count is 0)
        {
            throw new InvalidInputException("There is no result to merge.");
        }

        CheckSame(parts);
        var owners = CheckShards(parts, allowPart);
        using var writer = new ResultWriter(output, parts[0].Header);
        var counts = new Counts();
        using var open = new OpenParts();
        foreach (var (shard, part) in owners)
        {
            var reader = open.Get(part);
            while (reader.NextFlip(shard) is { } flip)
            {
                writer.Write(flip);
            }

            if (shard == part.Shards[^1])
            {
                reader.Finish(counts);
                open.Close(part);
            }
        }

        writer.Finish(owners.Keys, counts);
    }

    private static Part PartOf(string path, string shown)
    {
        using var reader = ResultReader.Open(path, shown);
        return reader.Shards.Count > 0 ? new Part(path, shown, reader.HeaderLine, reader.Header, reader.Shards) : throw new InvalidInputException($"{shown} is about no shard.");
    }

    private static void CheckSame(List<Part> parts)
    {
        var first = parts[0];
        if (parts.Find(part => !string.Equals(part.HeaderLine, first.HeaderLine, StringComparison.Ordinal)) is { } other)
        {
            var (one, two) = (first.Header, other.Header);
            var difference = !(one.Pack, one.Shards).Equals((two.Pack, two.Shards)) ? "another pack"
                : !one.Served.Key.Equals(two.Served.Key) ? "other rules in force"
                : !Equals(one.Candidate?.Key, two.Candidate?.Key) ? "another candidate"
                : "other calls or sweeps";
            throw new InvalidInputException($"{other.Shown} is of another simulation than {first.Shown}: it has {difference}.");
        }
    }

    private static SortedDictionary<int, Part> CheckShards(List<Part> parts, bool allowPart)
    {
        SortedDictionary<int, Part> owners = [];
        foreach (var part in parts)
        {
            foreach (var shard in part.Shards)
            {
                if (!owners.TryAdd(shard, part))
                {
                    throw new InvalidInputException($"Shard {shard} is in {owners[shard].Shown} and in {part.Shown}.");
                }
            }
        }

        var missing = Enumerable.Range(0, parts[0].Header.Shards).Where(shard => !owners.ContainsKey(shard)).ToList();
        return missing.Count is 0 || allowPart
            ? owners
            : throw new InvalidInputException($"The results of {Wording.Counted(missing.Count, "shard")} of {parts[0].Header.Shards} are missing: {string.Join(", ", ShardSet.Write(missing))}.");
    }

    private sealed record Part(string Path, string Shown, string HeaderLine, SimulationHeader Header, IReadOnlyList<int> Shards);

    /// <summary>The results that are being read: those that begin later are not open yet.</summary>
    private sealed class OpenParts : IDisposable
    {
        private readonly Dictionary<Part, ResultReader> _open = [];

        public ResultReader Get(Part part)
        {
            if (!_open.TryGetValue(part, out var reader))
            {
                _open[part] = reader = ResultReader.Open(part.Path, part.Shown);
            }

            return reader;
        }

        public void Close(Part part)
        {
            if (_open.Remove(part, out var reader))
            {
                reader.Dispose();
            }
        }

        public void Dispose()
        {
            foreach (var reader in _open.Values)
            {
                reader.Dispose();
            }
        }
    }
}
