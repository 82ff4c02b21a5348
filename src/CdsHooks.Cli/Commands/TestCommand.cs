using System.CommandLine;
using CdsHooks.Cli.Cases;
using CdsHooks.Cli.Coverage;
using CdsHooks.Cli.Mutations;
using CdsHooks.Cli.Output;
using CdsHooks.Cli.Plans;

namespace CdsHooks.Cli.Commands;

/// <summary><c>cdshooks test</c>: the golden cases.</summary>
internal static class TestCommand
{
    private const string UpdateVariable = "UPDATE_GOLDEN";

    private const string Description = """
        Run the golden cases: patients with a known right answer.

        Each case is a folder with request.json and expected.json, and perhaps variants.json with other conditions for
        the same patient. Prints what differs, criterion by criterion. Where a case keeps the whole answer in
        response.json, that must be the same too; --update (or UPDATE_GOLDEN=1) writes it anew.

        A whole folder also gets a coverage table: what every criterion, row, suggestion and parameter limit came to
        in how many runs. Where the folder has a coverage.json, an empty cell without a reason in it is a finding.

        --mutations turns the question round: do the cases protect the rules? It changes each threshold, switch, code,
        input, condition, row and suggestion in turn, in memory, and lists the changes that no case notices. Takes
        minutes; --place looks at one part only. mutations.json beside the cases says why some cannot be noticed.

        Examples:
          cdshooks test tests/cases
          cdshooks test tests/cases --filter v02
          cdshooks test tests/cases --mutations --place physical-therapy
        """;

    public static Command Create(Surroundings surroundings)
    {
        var cases = CommonOptions.NoOption(new Argument<string>("cases")
        {
            Description = "A folder of cases, or one case.",
            DefaultValueFactory = _ => Path.Combine("tests", "cases"),
        });
        var filter = new Option<string?>("--filter") { Description = "Only cases whose name contains this text.", HelpName = "NAME" };
        var update = new Option<bool>("--update") { Description = "Write each response.json anew. Look at what changed before you keep it." };
        var mutations = new Option<bool>("--mutations") { Description = "Change each part of the rules in turn and list the changes that no case notices." };
        var place = new Option<string?>("--place") { Description = "With --mutations: only parts of the rules whose place contains this text.", HelpName = "TEXT" };
        var knowledge = CommonOptions.Knowledge();
        var command = new Command("test", Description) { cases, filter, update, mutations, place, knowledge };
        command.Validators.Add(result =>
        {
            if (result.GetValue(mutations) ? result.GetValue(update) : result.GetValue(place) is not null)
            {
                result.AddError(result.GetValue(mutations) ? "--mutations writes no response: leave --update out." : "--place goes with --mutations.");
            }
        });
        command.SetAction(parsed =>
        {
            var directory = surroundings.FullPath(parsed.GetRequiredValue(cases));
            var runs = CaseFolder.List(directory)
                .Where(run => parsed.GetValue(filter) is not { } text || run.Name.Contains(text, StringComparison.OrdinalIgnoreCase))
                .ToList();
            if (runs.Count == 0)
            {
                throw CommandException.WrongUse($"No case has a name that contains {parsed.GetValue(filter)}.");
            }

            var source = KnowledgeSource.Open(KnowledgeFolder.Locate(parsed.GetValue(knowledge), surroundings, near: directory));
            if (parsed.GetValue(mutations))
            {
                return new MutationsRun(surroundings.Screen, source, MutationReasons.ReadFrom(directory)).Run(runs, parsed.GetValue(place));
            }

            var updates = parsed.GetValue(update) || surroundings.Variable(UpdateVariable) is "1";
            var runner = new CasesRunner(source, updates);
            var outcomes = Run(surroundings.Screen, runner, runs);
            var findings = outcomes.Count(outcome => !outcome.IsPassed);
            if (parsed.GetValue(filter) is null)
            {
                findings += Cover(surroundings.Screen, runner, outcomes, CoverageReasons.ReadFrom(directory));
            }

            return findings == 0 ? ExitCodes.Fine : ExitCodes.Findings;
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
            foreach (var mismatch in outcome.Mismatches)
            {
                screen.Line(mismatch.ToString(), indent: 8);
            }
        }

        var failed = outcomes.Count(outcome => !outcome.IsPassed);
        screen.Blank();
        screen.Strong($"{runs.Count} run{(runs.Count == 1 ? string.Empty : "s")}: {runs.Count - failed} passed, {failed} failed.");
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
