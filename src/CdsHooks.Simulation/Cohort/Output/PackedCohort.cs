using System.Buffers;
using System.Text;
using CdsHooks.Simulation.Cohort.Charts;
using CdsHooks.Simulation.Shards;

namespace CdsHooks.Simulation.Cohort.Output;

/// <summary>Writes a cohort as a pack, as if its export had been packed.</summary>
internal sealed class PackedCohort : ICohortFiles
{
    private readonly string _folder;
    private readonly ShardWriter[] _shards;
    private readonly Part[] _parts;
    private readonly Dictionary<string, CohortResource> _shared;
    private readonly Dictionary<string, string> _practitioners;
    private readonly long[] _counts = new long[CohortTypes.All.Count];
    private readonly HashSet<string> _placed = new(StringComparer.Ordinal);

    /// <summary>Initializes the shards.</summary>
    /// <param name="folder">The folder, which exists.</param>
    /// <param name="shards">The number of shards.</param>
    /// <param name="parts">The number of parts that are made side by side.</param>
    public PackedCohort(string folder, int shards, int parts)
    {
        _folder = folder;
        _shards = [.. Enumerable.Range(0, shards).Select(number => new ShardWriter(folder, number, shards))];
        _parts = [.. Enumerable.Range(0, parts).Select(_ => new Part())];
        _shared = CohortSource.Shared().ToDictionary(resource => resource.Reference, StringComparer.Ordinal);
        _practitioners = SharedResources.PractitionersByRole;
    }

    public string Format => PackManifest.CurrentFormat;

    public long Bytes { get; private set; }

    public void Add(int part, CohortPatient patient)
    {
        var (id, lines) = (patient.Truth.Id, _parts[part]);
        lines.Begin(id);
        foreach (var resource in patient.Resources)
        {
            lines.Add(resource);
        }

        foreach (var reference in patient.Shared)
        {
            lines.AddShared(_shared[reference]);
        }

        // Who has a role comes with it.
        foreach (var practitioner in patient.Shared.Where(_practitioners.ContainsKey).Select(role => _practitioners[role]).Order(StringComparer.Ordinal))
        {
            lines.AddShared(_shared[practitioner]);
        }
    }

    public void Prepare(int part)
    {
    }

    public void Write(int part)
    {
        var lines = _parts[part];
        foreach (var (id, first, last) in lines.Patients)
        {
            var bytes = Encoding.UTF8.GetBytes(id);
            var shard = _shards[ShardNumber.Of(bytes, _shards.Length)];
            for (var line = first; line < last; line++)
            {
                var json = lines[line];
                shard.Write(bytes, json.Span);
                Bytes += json.Length;
            }
        }

        for (var type = 0; type < _counts.Length; type++)
        {
            _counts[type] += lines.Counts[type];
        }

        _placed.UnionWith(lines.Shared);
        lines.Clear();
    }

    public IReadOnlyDictionary<string, long> Complete()
    {
        foreach (var shared in _shared.Values)
        {
            _counts[CohortTypes.IndexOf(shared.Type)]++;
        }

        var types = CohortTypes.All.Zip(_counts).Select(pair => TypeOf(pair.First, pair.Second)).ToList();
        PackManifestFile.Write(_folder, PackManifest.Of(types, [.. _shards.Select(shard => shard.Complete())]));
        return CohortTypes.All.Zip(_counts).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
    }

    public void Dispose()
    {
        foreach (var shard in _shards)
        {
            shard.Dispose();
        }
    }

    private PackType TypeOf(string type, long count)
    {
        var shared = _shared.Values.Where(resource => string.Equals(resource.Type, type, StringComparison.Ordinal)).ToList();
        var placed = shared.Count(resource => _placed.Contains(resource.Reference));
        return new PackType(type, count, IsComplete: true, Shared: placed, NotPlaced: shared.Count - placed);
    }

    /// <summary>The lines of some patients.</summary>
    private sealed class Part
    {
        private readonly ArrayBufferWriter<byte> _buffer = new();
        private readonly List<(int Start, int Length)> _lines = [];
        private readonly List<(string Id, int First)> _patients = [];

        public long[] Counts { get; } = new long[CohortTypes.All.Count];

        public HashSet<string> Shared { get; } = new(StringComparer.Ordinal);

        public IEnumerable<(string Id, int First, int Last)> Patients =>
            _patients.Select((patient, index) => (patient.Id, patient.First, index + 1 < _patients.Count ? _patients[index + 1].First : _lines.Count));

        public ReadOnlyMemory<byte> this[int line] => _buffer.WrittenMemory.Slice(_lines[line].Start, _lines[line].Length);

        public void Begin(string id) => _patients.Add((id, _lines.Count));

        public void Add(CohortResource resource)
        {
            Append(resource.Json.Span);
            Counts[CohortTypes.IndexOf(resource.Type)]++;
        }

        public void AddShared(CohortResource resource)
        {
            Append(resource.Json.Span);
            Shared.Add(resource.Reference);
        }

        public void Clear()
        {
            _buffer.ResetWrittenCount();
            _lines.Clear();
            _patients.Clear();
            Shared.Clear();
            Array.Clear(Counts);
        }

        private void Append(ReadOnlySpan<byte> json)
        {
            _lines.Add((_buffer.WrittenCount, json.Length));
            _buffer.Write(json);
        }
    }
}
