using System.Text.Json;
using CdsHooks.Cli.Cases;
using CdsHooks.Cli.Output;

namespace CdsHooks.Cli.Coverage;

/// <summary>The reasons for empty cells: <c>coverage.json</c> next to the cases.</summary>
internal sealed class CoverageReasons
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

    private readonly List<(CoverageCell Cell, string Because)> _entries;

    private CoverageReasons(List<(CoverageCell Cell, string Because)> entries) => _entries = entries;

    /// <summary>Reads the file of a folder of cases; null when there is none, and empty cells are then no findings.</summary>
    /// <exception cref="CommandException">The file is not valid.</exception>
    public static CoverageReasons? ReadFrom(string directory)
    {
        var path = Path.Combine(directory, FileName);
        if (!File.Exists(path))
        {
            return null;
        }

        var reader = new CaseFileReader(FileName);
        using var document = reader.Parse(File.ReadAllBytes(path));
        reader.CheckMembers(document.RootElement, "$", "empty");
        var list = reader.List(reader.Need(document.RootElement, "empty", "$"), "$.empty", "empty cells");
        return new CoverageReasons([.. list.Select((entry, index) => Read(reader, entry, $"$.empty[{index}]"))]);
    }

    /// <summary>Finds the reason why a cell is empty; null when none is stated.</summary>
    public string? Find(CoverageCell cell) => _entries.Find(entry => Matches(entry.Cell, cell)).Because;

    /// <summary>Lists the entries that match no empty cell.</summary>
    public IEnumerable<string> Stale(IReadOnlyCollection<CoverageCell> empty) =>
        _entries.Where(entry => !empty.Any(cell => Matches(entry.Cell, cell))).Select(entry => entry.Cell.ToString());

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
        return (
            new CoverageCell(kind, Text(subject), Text(detail)),
            Text("because"));

        string Text(string member) => reader.Text(reader.Need(json, member, path), $"{path}.{member}");
    }
}
