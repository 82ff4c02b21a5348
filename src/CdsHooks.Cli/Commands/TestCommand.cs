using System.CommandLine;
using CdsHooks.Cli.Cases;
using CdsHooks.Cli.Output;
using CdsHooks.Cli.Plans;

namespace CdsHooks.Cli.Commands;

/// <summary><c>cdshooks test</c>: the golden cases.</summary>
internal static class TestCommand
{
    private const string UpdateVariable = "UPDATE_GOLDEN";

    private const string Description = """
        Run the golden cases: patients with a known right answer.

        Each case is a folder with request.json and expected.json, and perhaps runs/ with other conditions for the
        same patient. Prints what differs, criterion by criterion. Where a case keeps the whole answer in
        response.json, that must be the same too; --update (or UPDATE_GOLDEN=1) writes it anew.

        Examples:
          cdshooks test tests/cases
          cdshooks test tests/cases --filter v02
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
        var knowledge = CommonOptions.Knowledge();
        var command = new Command("test", Description) { cases, filter, update, knowledge };
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
            var updates = parsed.GetValue(update) || surroundings.Variable(UpdateVariable) is "1";
            return Run(surroundings.Screen, new CasesRunner(source, updates), runs);
        });
        return command;
    }

    private static int Run(Screen screen, CasesRunner runner, List<CaseRun> runs)
    {
        var failed = 0;
        foreach (var run in runs)
        {
            var outcome = runner.Run(run);
            screen.Line($"{(outcome.IsPassed ? "passed" : "FAILED")}  {run.Name}");
            foreach (var mismatch in outcome.Mismatches)
            {
                screen.Line(mismatch.ToString(), indent: 8);
            }

            failed += outcome.IsPassed ? 0 : 1;
        }

        screen.Blank();
        screen.Strong($"{runs.Count} run{(runs.Count == 1 ? string.Empty : "s")}: {runs.Count - failed} passed, {failed} failed.");
        return failed == 0 ? ExitCodes.Fine : ExitCodes.Findings;
    }
}
