using System.Globalization;
using CdsHooks.Cli.Output;
using CdsHooks.Workbench;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace CdsHooks.Cli.Mutations;

/// <summary>Prints the number of detected mutations of each kind, and the survivors.</summary>
internal sealed class MutationPrinter(Screen screen, MutationReasons reasons)
{
    /// <summary>Prints the table and the survivors.</summary>
    /// <param name="results">The results.</param>
    /// <param name="isAll">True when every mutation was tested.</param>
    /// <returns>The number of survivors without a stated reason and of stale reasons.</returns>
    public int Print(IReadOnlyList<MutationResult> results, bool isAll)
    {
        var table = screen.NewTable("change", "tried", "rejected", "detected", "survived", "of these explained");
        foreach (var kind in results.GroupBy(result => result.Mutation.Kind).OrderBy(group => group.Key))
        {
            AddRow(table, kind.Key.ToWords(), [.. kind]);
        }

        AddRow(table, "all", results);
        screen.Write(table);

        List<Mutation> open = [.. Survivors(results).Where(mutation => reasons.Find(mutation) is null)];
        List<MutationReason> stale = [.. reasons.Stale(results, isAll)];
        List("No case detects:", open.ConvertAll(mutation => mutation.ToString()));
        List($"Reasons in {MutationReasons.FileName} for changes that are detected or do not exist:", stale.ConvertAll(reason => reason.ToString()));
        screen.Blank();
        screen.Strong($"{Wording.Counted(results.Count, "change")}: {results.Count - Survivors(results).Count()} detected or rejected, "
            + $"{Survivors(results).Count() - open.Count} undetected for a stated reason, {open.Count} undetected.");
        return open.Count + stale.Count;
    }

    private static IEnumerable<Mutation> Survivors(IEnumerable<MutationResult> results) =>
        results.Where(result => result.Outcome is MutationOutcome.Survived).Select(result => result.Mutation);

    private void AddRow(Table table, string name, IReadOnlyCollection<MutationResult> results) => table.AddRow(
        Screen.Cell(name),
        Number(results.Count),
        Number(results.Count(result => result.Outcome is MutationOutcome.Rejected)),
        Number(results.Count(result => result.Outcome is MutationOutcome.Detected)),
        Number(Survivors(results).Count()),
        Number(Survivors(results).Count(mutation => reasons.Find(mutation) is not null)));

    private static IRenderable Number(int number) => Screen.Cell(number.ToString(CultureInfo.InvariantCulture));

    private void List(string heading, List<string> lines)
    {
        if (lines.Count > 0)
        {
            screen.Blank();
            screen.List(heading, lines);
        }
    }
}
