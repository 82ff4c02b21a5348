using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CdsHooks.Simulation.Cohort.Output;

/// <summary>Some patients in a row, made by one thread; its buffers are used again.</summary>
internal sealed class CohortChunk : IDisposable
{
    private readonly ArrayBufferWriter<byte> _truthBuffer = new();
    private readonly Utf8JsonWriter _truth;

    /// <summary>Initializes a chunk.</summary>
    public CohortChunk() => _truth = new Utf8JsonWriter(_truthBuffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });

    /// <summary>Gets the truths, a line each.</summary>
    public ReadOnlyMemory<byte> Truths => _truthBuffer.WrittenMemory;

    /// <summary>Gets the totals.</summary>
    public CohortTotals Totals { get; } = new();

    /// <summary>Makes the patients.</summary>
    /// <param name="source">The cohort.</param>
    /// <param name="first">The number of the first patient.</param>
    /// <param name="count">The number of patients.</param>
    /// <param name="add">Takes the resources of a patient, which are valid until the next one.</param>
    public void Make(CohortSource source, long first, long count, Action<CohortPatient> add)
    {
        Totals.Clear();
        _truthBuffer.ResetWrittenCount();
        foreach (var patient in source.Read(first, count))
        {
            add(patient);
            Totals.Add(patient.Truth);
            _truth.Reset(_truthBuffer);
            TruthLine.Write(_truth, patient.Truth);
            _truthBuffer.Write("\n"u8);
        }
    }

    public void Dispose() => _truth.Dispose();
}
