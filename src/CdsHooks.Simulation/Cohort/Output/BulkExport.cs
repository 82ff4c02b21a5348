using System.Buffers;
using System.IO.Compression;
using System.Text.Json;

namespace CdsHooks.Simulation.Cohort.Output;

/// <summary>Writes a cohort as an export of FHIR Bulk Data: one NDJSON file for each type, and the response that lists them.</summary>
internal sealed class BulkExport : ICohortFiles
{
    /// <summary>The name of the response.</summary>
    public const string ResponseName = "manifest.json";

    /// <summary>The moment of the export: the same for every cohort, after all that is in the charts.</summary>
    private const string TransactionTime = "2026-10-01T00:00:00Z";
    private const string Server = "https://cdshooks.example.org/fhir";

    private readonly string _folder;
    private readonly bool _isCompressed;
    private readonly FileStream[] _files;
    private readonly long[] _counts = new long[CohortTypes.All.Count];
    private readonly Part[] _parts;

    /// <summary>Initializes the files.</summary>
    /// <param name="folder">The folder, which exists.</param>
    /// <param name="isCompressed">True for gzip.</param>
    /// <param name="parts">The number of parts that are made side by side.</param>
    public BulkExport(string folder, bool isCompressed, int parts)
    {
        _folder = folder;
        _isCompressed = isCompressed;
        _files = [.. CohortTypes.All.Select(type => new FileStream(Path.Combine(folder, FileOf(type)), FileMode.CreateNew, FileAccess.Write))];
        _parts = [.. Enumerable.Range(0, parts).Select(_ => new Part())];
        foreach (var resource in CohortSource.Shared())
        {
            _parts[0].Add(resource.Type, resource.Json.Span);
        }

        Prepare(0);
        Write(0);
    }

    public string Format => _isCompressed ? "bulk-data-gzip" : "bulk-data";

    public long Bytes { get; private set; }

    public void Add(int part, CohortPatient patient)
    {
        foreach (var resource in patient.Resources)
        {
            _parts[part].Add(resource.Type, resource.Json.Span);
        }
    }

    public void Prepare(int part)
    {
        if (_isCompressed)
        {
            _parts[part].Compress();
        }
    }

    public void Write(int part)
    {
        for (var type = 0; type < _files.Length; type++)
        {
            var lines = _parts[part].Lines[type];
            Bytes += lines.WrittenCount;
            _counts[type] += _parts[part].Counts[type];
            _files[type].Write(_isCompressed ? _parts[part].Compressed[type].GetBuffer().AsSpan(0, (int)_parts[part].Compressed[type].Length) : lines.WrittenSpan);
        }

        _parts[part].Clear();
    }

    public IReadOnlyDictionary<string, long> Complete()
    {
        Dispose();
        using var file = new FileStream(Path.Combine(_folder, ResponseName), FileMode.CreateNew, FileAccess.Write);
        using var json = new Utf8JsonWriter(file, new JsonWriterOptions { Indented = true, NewLine = "\n" });
        json.WriteStartObject();
        json.WriteString("transactionTime"u8, TransactionTime);
        json.WriteString("request"u8, Server + "/$export?_type=" + string.Join(',', CohortTypes.All));
        json.WriteBoolean("requiresAccessToken"u8, false);
        json.WriteStartArray("output"u8);
        for (var type = 0; type < _counts.Length; type++)
        {
            json.WriteStartObject();
            json.WriteString("type"u8, CohortTypes.All[type]);
            json.WriteString("url"u8, $"{Server}/export/{FileOf(CohortTypes.All[type])}");
            json.WriteNumber("count"u8, _counts[type]);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("error"u8);
        json.WriteEndArray();
        json.WriteEndObject();
        return CohortTypes.All.Zip(_counts).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
    }

    public void Dispose()
    {
        foreach (var file in _files)
        {
            file.Dispose();
        }
    }

    private string FileOf(string type) => type + (_isCompressed ? ".ndjson.gz" : ".ndjson");

    /// <summary>The lines of some patients, by type.</summary>
    private sealed class Part
    {
        public ArrayBufferWriter<byte>[] Lines { get; } = [.. CohortTypes.All.Select(_ => new ArrayBufferWriter<byte>())];

        /// <summary>Gets the same lines as members of gzip files, which one after another are a gzip file.</summary>
        public MemoryStream[] Compressed { get; } = [.. CohortTypes.All.Select(_ => new MemoryStream())];

        public long[] Counts { get; } = new long[CohortTypes.All.Count];

        public void Add(string type, ReadOnlySpan<byte> json)
        {
            var index = CohortTypes.IndexOf(type);
            Lines[index].Write(json);
            Lines[index].Write("\n"u8);
            Counts[index]++;
        }

        public void Compress()
        {
            for (var type = 0; type < Lines.Length; type++)
            {
                if (Lines[type].WrittenCount > 0)
                {
                    using var gzip = new GZipStream(Compressed[type], CompressionLevel.Fastest, leaveOpen: true);
                    gzip.Write(Lines[type].WrittenSpan);
                }
            }
        }

        public void Clear()
        {
            for (var type = 0; type < Lines.Length; type++)
            {
                Lines[type].ResetWrittenCount();
                Compressed[type].SetLength(0);
                Counts[type] = 0;
            }
        }
    }
}
