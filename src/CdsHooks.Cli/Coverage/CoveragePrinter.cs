using CdsHooks.Cli.Output;
using Spectre.Console;

namespace CdsHooks.Cli.Coverage;

/// <summary>Prints the coverage tables and the empty cells.</summary>
internal sealed class CoveragePrinter(Screen screen, CaseCoverage coverage, CoverageReasons? reasons)
{
    private static readonly (CoverageKind Kind, string Title, string Subject, string Detail)[] Tables =
    [
        (CoverageKind.Criterion, "Outcomes of criteria", "criterion", "result, reason (runs)"),
        (CoverageKind.Row, "Rows of the decision table", "row", "indicator (runs)"),
        (CoverageKind.Suggestion, "Suggestions", "card", "order suggested (runs)"),
        (CoverageKind.Parameter, "Parameters at limits that make a difference", "parameter", "value (runs)"),
    ];

    /// <summary>Prints the tables and the empty cells.</summary>
    /// <returns>The number of empty cells without a stated reason, stale reasons and outcomes that the engine reports as impossible. Without a file of reasons, only the last.</returns>
    public int Print()
    {
        foreach (var (kind, title, subject, detail) in Tables)
        {
            var cells = coverage.Cells.Where(cell => cell.Key.Kind == kind).ToList();
            if (cells.Count == 0)
            {
                continue;
            }

            screen.Heading(title);
            var table = screen.NewTable(subject, detail);
            foreach (var row in cells.GroupBy(cell => cell.Key.Subject, StringComparer.Ordinal))
            {
                table.AddRow(Screen.Cell(row.Key), Screen.Cell(string.Join(" · ", row.Select(cell => $"{cell.Key.Detail} ({cell.Value})"))));
            }

            screen.Write(table);
        }

        return PrintEmpty();
    }

    private int PrintEmpty()
    {
        List<CoverageCell> empty = [.. coverage.Cells.Where(cell => cell.Value == 0).Select(cell => cell.Key)];
        List<CoverageCell> open = [.. empty.Where(cell => reasons?.Find(cell) is null)];
        List<string> stale = [.. reasons?.Stale(empty) ?? []];
        screen.Blank();
        screen.Strong($"{coverage.Cells.Count} cells: {coverage.Cells.Count - empty.Count} filled, {empty.Count - open.Count} empty for a stated reason, {open.Count} empty.");
        screen.List("No run shows:", open.ConvertAll(cell => cell.ToString()));
        screen.List("Reasons in coverage.json for cells that are not empty or do not exist:", stale);
        screen.List("Observed, although the engine reports them as impossible:", coverage.Unforeseen);
        return (reasons is null ? 0 : open.Count + stale.Count) + coverage.Unforeseen.Count;
    }
}
