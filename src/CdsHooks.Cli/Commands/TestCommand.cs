using System.CommandLine;
using CdsHooks.Cli.Coverage;
using CdsHooks.Cli.Mutations;
using CdsHooks.Cli.Output;
using CdsHooks.Workbench;
using CdsHooks.Workbench.Cases;
using CdsHooks.Workbench.Plans;

namespace CdsHooks.Cli.Commands;

/// <summary><c>cdshooks test</c>: runs the golden cases.</summary>
internal static class TestCommand
{
    private const string UpdateVariable = "UPDATE_GOLDEN";

    private const string Description = """
        Run the golden cases: patients with a known right answer.

        Each case is a folder with request.json and expected.json, and optionally variants.json with variations of the
        patient. Prints the differences by criterion. When a case has its whole response recorded in response.json,
        that is compared too; --update (or UPDATE_GOLDEN=1) rewrites it.

        A whole folder also gets a coverage table: the outcomes of every criterion, row, suggestion and parameter limit,
        with the number of runs. When the folder has a coverage.json, an empty cell without a reason in it is a finding.

        --mutations tests the cases themselves: it changes each threshold, switch, code, input, condition, row and
        suggestion in turn, in memory, and lists the changes that no case detects. This takes minutes; --place limits
        it to one part. mutations.json next to the cases gives the reasons why some changes cannot be detected.

        Examples:
          cdshooks test tests/cases
          cdshooks test tests/cases --filter v02
          cdshooks test tests/cases --mutations --place physical-therapy
        """;

    public static Command Create(CommandEnvironment environment)
    {
        var cases = CommonOptions.NoOption(new Argument<string>("cases")
        {
            Description = "A folder of cases, or one case.",
            DefaultValueFactory = _ => Path.Combine("tests", "cases"),
        });
        var filter = new Option<string?>("--filter") { Description = "Only cases whose name contains this text.", HelpName = "NAME" };
        var update = new Option<bool>("--update") { Description = "Rewrite each response.json. Review the changes before you keep them." };
        var mutations = new Option<bool>("--mutations") { Description = "Change each part of the rules in turn and list the changes that no case detects." };
        var place = new Option<string?>("--place") { Description = "With --mutations: only parts of the rules whose place contains this text.", HelpName = "TEXT" };
        var knowledge = CommonOptions.Knowledge();
        var command = new Command("test", Description) { cases, filter, update, mutations, place, knowledge };
        command.Validators.Add(result =>
        {
            if (result.GetValue(mutations) ? result.GetValue(update) : result.GetValue(place) is not null)
            {
                result.AddError(result.GetValue(mutations) ? "--mutations writes no responses: omit --update." : "--place requires --mutations.");
            }
        });
        command.SetAction(parsed =>
        {
            var directory = environment.FullPath(parsed.GetRequiredValue(cases));
            var runs = CaseFolder.List(directory)
                .Where(run => parsed.GetValue(filter) is not { } text || run.Name.Contains(text, StringComparison.OrdinalIgnoreCase))
                .ToList();
            if (runs.Count == 0)
            {
                throw CommandException.UsageError($"No case name contains {parsed.GetValue(filter)}.");
            }

            var source = KnowledgeSource.Open(KnowledgeFolder.Locate(parsed.GetValue(knowledge), environment, near: directory));
            if (parsed.GetValue(mutations))
            {
                return new MutationsRun(environment.Screen, source, MutationReasons.ReadFrom(directory)).Run(runs, parsed.GetValue(place));
            }

            var updates = parsed.GetValue(update) || environment.Variable(UpdateVariable) is "1";
            var runner = new CasesRunner(source, updates);
            var outcomes = Run(environment.Screen, runner, runs);
            var findings = outcomes.Count(outcome => !outcome.IsPassed);
            if (parsed.GetValue(filter) is null)
            {
                findings += Cover(environment.Screen, runner, outcomes, CoverageReasons.ReadFrom(directory));
            }

            return findings == 0 ? ExitCodes.Success : ExitCodes.Findings;
        });
        return command;
    }

    private static List<CaseOutcome> Run(Screen screen, CasesRunner runner, List<CaseRun> runs)
    {
        List<CaseOutcome> outcomes = [];
        foreach (var run in runs)
        {
            var outcome = runner.Run(run);
            outcomes.Add(outcome);
            screen.Line($"{(outcome.IsPassed ? "passed" : "FAILED")}  {run.Name}");
            screen.Lines(outcome.Mismatches.Select(mismatch => mismatch.ToString()), indent: 8);
        }

        var failed = outcomes.Count(outcome => !outcome.IsPassed);
        screen.Blank();
        screen.Strong($"{Wording.Counted(runs.Count, "run")}: {runs.Count - failed} passed, {failed} failed.");
        return outcomes;
    }

    private static int Cover(Screen screen, CasesRunner runner, List<CaseOutcome> outcomes, CoverageReasons? reasons)
    {
        var coverage = new CaseCoverage();
        var limits = new ParameterLimits(runner);
        foreach (var outcome in outcomes.Where(outcome => outcome.IsPassed))
        {
            coverage.Add(outcome);
            foreach (var (parameter, value) in limits.ShownBy(outcome))
            {
                coverage.Add(parameter, value);
            }
        }

        return new CoveragePrinter(screen, coverage, reasons).Print();
    }
}
