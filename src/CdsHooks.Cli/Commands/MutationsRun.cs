using CdsHooks.Cli.Mutations;
using CdsHooks.Cli.Output;
using CdsHooks.Workbench;
using CdsHooks.Workbench.Cases;
using CdsHooks.Workbench.Plans;

namespace CdsHooks.Cli.Commands;

/// <summary><c>cdshooks test --mutations</c>: mutation testing of the rules with the cases.</summary>
/// <param name="screen">The output.</param>
/// <param name="source">The rules.</param>
/// <param name="reasons">The reasons why some mutations cannot be detected.</param>
internal sealed class MutationsRun(Screen screen, KnowledgeSource source, MutationReasons reasons)
{
    /// <summary>Tests every mutation of the rules.</summary>
    /// <param name="runs">The runs that may detect mutations.</param>
    /// <param name="place">A text that the place must contain; null for all places.</param>
    /// <returns>The exit code.</returns>
    public int Run(IReadOnlyList<CaseRun> runs, string? place)
    {
        var mutations = MutationList.Of(source, place);
        if (mutations.Count == 0)
        {
            throw CommandException.UsageError($"No place in the rules contains {place}.");
        }

        var runner = new CasesRunner(source, updates: false);
        List<CaseRun> passing = [.. runs.Where(run => runner.Run(run).IsPassed)];
        var failing = runs.Count - passing.Count;
        screen.Line($"{Wording.Counted(mutations.Count, "change")} of the rules, {Wording.Counted(passing.Count, "run")} to detect them.");
        if (failing > 0)
        {
            screen.Line($"{Wording.Counted(failing, "run")} left out because they fail without any change.");
        }

        screen.Blank();
        var results = new MutationTest(source.Directory, passing).Run(mutations);
        var findings = new MutationPrinter(screen, reasons).Print(results, isAll: place is null);
        return findings + failing == 0 ? ExitCodes.Success : ExitCodes.Findings;
    }
}
