using CdsHooks.Cli.Cases;
using CdsHooks.Cli.Mutations;
using CdsHooks.Cli.Output;
using CdsHooks.Cli.Plans;

namespace CdsHooks.Cli.Commands;

/// <summary><c>cdshooks test --mutations</c>: do the cases protect the rules?</summary>
/// <param name="screen">Where it writes.</param>
/// <param name="source">The rules.</param>
/// <param name="reasons">Why some changes go unnoticed.</param>
internal sealed class MutationsRun(Screen screen, KnowledgeSource source, MutationReasons reasons)
{
    /// <summary>Tries every change of the rules.</summary>
    /// <param name="runs">The runs that may notice it.</param>
    /// <param name="place">Only places that contain this text; null for all.</param>
    /// <returns>The exit code.</returns>
    public int Run(IReadOnlyList<CaseRun> runs, string? place)
    {
        var mutations = MutationList.Of(source, place);
        if (mutations.Count == 0)
        {
            throw CommandException.WrongUse($"No part of the rules has a place that contains {place}.");
        }

        var runner = new CasesRunner(source, updates: false);
        List<CaseRun> passing = [.. runs.Where(run => runner.Run(run).IsPassed)];
        var failing = runs.Count - passing.Count;
        screen.Line($"{MutationPrinter.Count(mutations.Count, "change")} of the rules, {MutationPrinter.Count(passing.Count, "run")} that may notice.");
        if (failing > 0)
        {
            screen.Line($"{MutationPrinter.Count(failing, "run")} left out, which fail without any change.");
        }

        screen.Blank();
        var results = new MutationTest(source.Directory, passing).Run(mutations);
        var findings = new MutationPrinter(screen, reasons).Print(results, isAll: place is null);
        return findings + failing == 0 ? ExitCodes.Fine : ExitCodes.Findings;
    }
}
