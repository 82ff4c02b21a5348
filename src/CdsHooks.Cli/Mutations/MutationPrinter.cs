using System.Globalization;
using CdsHooks.Cli.Output;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace CdsHooks.Cli.Mutations;

/// <summary>Prints how many changes of each sort were noticed, and those that were not.</summary>
internal sealed class MutationPrinter(Screen screen, MutationReasons reasons)
{
    /// <summary>Prints the table and the survivors.</summary>
    /// <param name="results">What was tried.</param>
    /// <param name="isAll">Whether that is everything there is to try.</param>
    /// <returns>How many survivors have no stated reason, plus the stale reasons.</returns>
    public int Print(IReadOnlyList<MutationResult> results, bool isAll)
    {
        var table = screen.NewTable("change", "tried", "refused", "noticed", "survived", "of these explained");
        foreach (var kind in results.GroupBy(result => result.Mutation.Kind).OrderBy(group => group.Key))
        {
            AddRow(table, kind.Key.ToWords(), [.. kind]);
        }

        AddRow(table, "all", results);
        screen.Write(table);

        List<Mutation> open = [.. Survivors(results).Where(mutation => reasons.Find(mutation) is null)];
        List<MutationReason> stale = [.. reasons.Stale(results, isAll)];
        List("No case notices:", open);
        List($"A reason is stated in {MutationReasons.FileName} for what is noticed, or not there:", stale);
        screen.Blank();
        screen.Strong($"{Count(results.Count, "change")}: {results.Count - Survivors(results).Count()} noticed or refused, "
            + $"{Survivors(results).Count() - open.Count} unnoticed for a stated reason, {open.Count} unnoticed.");
        return open.Count + stale.Count;
    }

    public static string Count(int count, string what) => $"{count.ToString(CultureInfo.InvariantCulture)} {what}{(count == 1 ? string.Empty : "s")}";

    private static IEnumerable<Mutation> Survivors(IEnumerable<MutationResult> results) =>
        results.Where(result => result.Outcome is MutationOutcome.Survived).Select(result => result.Mutation);

    private void AddRow(Table table, string name, IReadOnlyCollection<MutationResult> results) => table.AddRow(
        Screen.Cell(name),
        Number(results.Count),
        Number(results.Count(result => result.Outcome is MutationOutcome.Refused)),
        Number(results.Count(result => result.Outcome is MutationOutcome.Noticed)),
        Number(Survivors(results).Count()),
        Number(Survivors(results).Count(mutation => reasons.Find(mutation) is not null)));

    private static IRenderable Number(int number) => Screen.Cell(number.ToString(CultureInfo.InvariantCulture));

    private void List<T>(string heading, List<T> lines)
    {
        if (lines.Count == 0)
        {
            return;
        }

        screen.Blank();
        screen.Line(heading);
        foreach (var line in lines)
        {
            screen.Line(line!.ToString()!, indent: 2, bullet: "- ");
        }
    }
}
