using System.Text.Json;

namespace CdsHooks.Simulation.Reports;

/// <summary>Writes a report as files.</summary>
internal static class ReportFiles
{
    /// <summary>The name of the report as JSON.</summary>
    public const string Json = "report.json";

    /// <summary>The name of the report as a page.</summary>
    public const string Html = "report.html";

    /// <summary>The folder of the tables as CSV.</summary>
    public const string Csv = "csv";

    /// <summary>Writes a report; files of an earlier one are replaced.</summary>
    /// <param name="report">The report.</param>
    /// <param name="folder">The folder; it is created.</param>
    public static void Write(SimulationReport report, string folder)
    {
        var tables = Path.Combine(folder, Csv);
        Directory.CreateDirectory(tables);
        File.WriteAllText(Path.Combine(folder, Json), JsonSerializer.Serialize(report, ReportJson.Default.SimulationReport) + "\n");
        File.WriteAllText(Path.Combine(folder, Html), ReportPage.Of(report));
        foreach (var (name, csv) in CsvTables.Of(report))
        {
            File.WriteAllText(Path.Combine(tables, name + ".csv"), csv);
        }
    }
}
