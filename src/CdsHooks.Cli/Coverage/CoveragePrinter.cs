using CdsHooks.Cli.Output;
using Spectre.Console;

namespace CdsHooks.Cli.Coverage;

/// <summary>Prints what the cases show, and what they should show and do not.</summary>
internal sealed class CoveragePrinter(Screen screen, CaseCoverage coverage, CoverageReasons? reasons)
{
    private static readonly (CoverageKind Kind, string Title, string Subject, string Detail)[] Tables =
    [
        (CoverageKind.Criterion, "Criteria and what they came to", "criterion", "result, reason (runs)"),
        (CoverageKind.Row, "Rows of the decision table", "row", "indicator (runs)"),
        (CoverageKind.Suggestion, "Suggestions", "card", "order suggested (runs)"),
        (CoverageKind.Parameter, "Parameters at their limits, where that makes a difference", "parameter", "value (runs)"),
    ];

    /// <summary>Prints the tables and the empty cells.</summary>
    /// <returns>How many empty cells have no stated reason, plus stale reasons and outcomes that the engine did not foresee; 0 where no reasons are kept.</returns>
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
        List("No run shows:", open.Select(cell => cell.ToString()));
        List("A reason is stated in coverage.json for what is not empty, or not there:", stale);
        List("Seen, although the engine says that it cannot be:", coverage.Unforeseen);
        return (reasons is null ? 0 : open.Count + stale.Count) + coverage.Unforeseen.Count;
    }

    private void List(string heading, IEnumerable<string> lines)
    {
        var isFirst = true;
        foreach (var line in lines)
        {
            if (isFirst)
            {
                screen.Line(heading);
                isFirst = false;
            }

            screen.Line(line, indent: 2, bullet: "- ");
        }
    }
}
