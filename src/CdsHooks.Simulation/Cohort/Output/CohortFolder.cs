using System.Globalization;
using System.Text.Json;
using CdsHooks.Simulation.Cohort.Blocks;
using CdsHooks.Simulation.Cohort.Charts;
using CdsHooks.Workbench;

namespace CdsHooks.Simulation.Cohort.Output;

/// <summary>Writes a cohort into a folder: the charts, <c>truth.ndjson</c> beside them, and last <c>cohort.json</c>.</summary>
internal static class CohortFolder
{
    /// <summary>The name of the folder of an export.</summary>
    public const string ExportName = "export";

    /// <summary>The name of the folder of a pack.</summary>
    public const string PackName = "pack";

    /// <summary>The name of the file of the truths.</summary>
    public const string TruthName = "truth.ndjson";

    /// <summary>The name of the file of the seed, the prevalences and the totals.</summary>
    public const string SummaryName = "cohort.json";

    private const int PatientsOfPart = 200;
    private const int PartsOfProcessor = 4;

    /// <summary>Writes a cohort.</summary>
    /// <param name="source">The cohort.</param>
    /// <param name="order">The number of patients and the shape of the output.</param>
    /// <param name="folder">The folder; not there yet, or empty.</param>
    /// <param name="shown">The folder's name in messages.</param>
    /// <param name="progress">Takes the number of patients written so far.</param>
    /// <returns>The totals and the bytes of the charts.</returns>
    /// <exception cref="InvalidInputException">The folder is not empty.</exception>
    public static (CohortTotals Totals, IReadOnlyDictionary<string, long> Resources, long Bytes) Write(
        CohortSource source, CohortOrder order, string folder, string shown, Action<long> progress)
    {
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
        {
            throw new InvalidInputException($"The folder {shown} is not empty.");
        }

        var charts = Directory.CreateDirectory(Path.Combine(folder, order.IsPacked ? PackName : ExportName)).FullName;
        var parts = order.Processors * PartsOfProcessor;
        using ICohortFiles files = order.IsPacked ? new PackedCohort(charts, order.Shards, parts) : new BulkExport(charts, order.IsCompressed, parts);
        var totals = WriteCharts(source, order, files, Path.Combine(folder, TruthName), progress);
        var resources = files.Complete();
        WriteSummary(Path.Combine(folder, SummaryName), source, order, files.Format, totals, resources);
        return (totals, resources, files.Bytes);
    }

    private static CohortTotals WriteCharts(CohortSource source, CohortOrder order, ICohortFiles files, string truthPath, Action<long> progress)
    {
        var totals = new CohortTotals();
        List<CohortChunk> chunks = [.. Enumerable.Range(0, order.Processors * PartsOfProcessor).Select(_ => new CohortChunk())];
        using var truth = new FileStream(truthPath, FileMode.CreateNew, FileAccess.Write);
        for (long first = 0; first < order.Patients; first += (long)chunks.Count * PatientsOfPart)
        {
            var begin = first;
            Parallel.For(0, chunks.Count, new ParallelOptions { MaxDegreeOfParallelism = order.Processors, TaskScheduler = TaskScheduler.Current }, part =>
            {
                var from = begin + ((long)part * PatientsOfPart);
                chunks[part].Make(source, from, Math.Clamp(order.Patients - from, 0, PatientsOfPart), patient => files.Add(part, patient));
                files.Prepare(part);
            });
            for (var part = 0; part < chunks.Count; part++)
            {
                files.Write(part);
                truth.Write(chunks[part].Truths.Span);
                totals.Add(chunks[part].Totals);
            }

            progress(totals.Patients);
        }

        chunks.ForEach(chunk => chunk.Dispose());
        return totals;
    }

    private static void WriteSummary(
        string path, CohortSource source, CohortOrder order, string format, CohortTotals totals, IReadOnlyDictionary<string, long> resources)
    {
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
        using var json = new Utf8JsonWriter(file, new JsonWriterOptions { Indented = true, NewLine = "\n" });
        json.WriteStartObject();
        json.WriteString("format"u8, "cdshooks-cohort/1"u8);
        json.WriteNumber("seed"u8, source.Seed);
        json.WriteNumber("patients"u8, order.Patients);
        json.WriteString("generator"u8, CohortDice.Rule);
        json.WriteString("plan"u8, source.PlanCanonical);
        json.WriteString("charts"u8, format);
        json.WriteString("from"u8, CohortSource.FirstOrder.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        json.WriteString("until"u8, CohortSource.FirstOrder.AddDays(CohortSource.OrderDays - 1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        json.WriteStartObject("resources"u8);
        foreach (var (type, count) in resources)
        {
            json.WriteNumber(type, count);
        }

        json.WriteEndObject();
        totals.Write(json);
        WritePrevalences(json, source.Prevalences);
        json.WriteEndObject();
    }

    private static void WritePrevalences(Utf8JsonWriter json, Prevalences prevalences)
    {
        json.WriteStartObject("prevalences"u8);
        foreach (var block in AllBlocks.InOrder)
        {
            json.WriteStartObject(block.Name);
            for (var variant = 0; variant < block.Variants.Count; variant++)
            {
                json.WriteNumber(block.Variants[variant].Name, prevalences.WeightOf(block, variant).Weight);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}

/// <summary>The number of patients and the shape of the output.</summary>
/// <param name="Patients">The number of patients.</param>
/// <param name="Processors">The number of processors to use. It does not change the output.</param>
/// <param name="IsCompressed">True for gzip.</param>
/// <param name="IsPacked">True for a pack instead of an export.</param>
/// <param name="Shards">The number of shards of a pack.</param>
internal sealed record CohortOrder(long Patients, int Processors, bool IsCompressed, bool IsPacked, int Shards);
