using System.Text.Json;
using CdsHooks.Workbench;
using CdsHooks.Workbench.Cases;

namespace CdsHooks.Cli.Coverage;

/// <summary>The reasons for empty cells: <c>coverage.json</c> next to the cases.</summary>
internal sealed class CoverageReasons(List<(CoverageCell Cell, string Because)> entries)
{
    private const string FileName = "coverage.json";
    private const string Any = "*";

    private static readonly (CoverageKind Kind, string Subject, string Detail)[] Forms =
    [
        (CoverageKind.Criterion, "criterion", "outcome"),
        (CoverageKind.Row, "row", "indicator"),
        (CoverageKind.Suggestion, "card", "suggestion"),
        (CoverageKind.Parameter, "parameter", "value"),
    ];

    /// <summary>Reads the file of a folder of cases; null when there is none, and empty cells are then no findings.</summary>
    /// <exception cref="WorkbenchException">The file is not valid.</exception>
    public static CoverageReasons? ReadFrom(string directory) =>
        CaseFileReader.ReadList(directory, FileName, "empty", "empty cells", Read) is { } entries ? new CoverageReasons(entries) : null;

    /// <summary>Finds the reason why a cell is empty; null when none is stated.</summary>
    public string? Find(CoverageCell cell) => entries.Find(entry => Matches(entry.Cell, cell)).Because;

    /// <summary>Lists the entries that match no empty cell.</summary>
    public IEnumerable<string> Stale(IReadOnlyCollection<CoverageCell> empty) =>
        entries.Where(entry => !empty.Any(cell => Matches(entry.Cell, cell))).Select(entry => entry.Cell.ToString());

    private static bool Matches(CoverageCell entry, CoverageCell cell) =>
        entry.Kind == cell.Kind
        && string.Equals(entry.Detail, cell.Detail, StringComparison.Ordinal)
        && (entry.Subject is Any || string.Equals(entry.Subject, cell.Subject, StringComparison.Ordinal));

    private static (CoverageCell Cell, string Because) Read(CaseFileReader reader, JsonElement json, string path)
    {
        reader.CheckObject(json, path);
        var (kind, subject, detail) = Array.Find(Forms, form => json.TryGetProperty(form.Subject, out _));
        if (subject is null)
        {
            throw reader.UsageError(path, $"must name one of {string.Join(", ", Forms.Select(form => form.Subject))}");
        }

        reader.CheckMembers(json, path, subject, detail, "because");
        return (new CoverageCell(kind, reader.Text(json, subject, path), reader.Text(json, detail, path)), reader.Text(json, "because", path));
    }
}
