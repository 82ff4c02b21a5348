using System.CommandLine;
using System.Globalization;
using CdsHooks.Cli.Assess;
using CdsHooks.Cli.Output;
using CdsHooks.Decision;
using CdsHooks.Decision.Cards;
using CdsHooks.Workbench.Plans;
using CdsHooks.Workbench.Replay;

namespace CdsHooks.Cli.Commands;

/// <summary><c>cdshooks assess</c>: decides about one call.</summary>
internal static class AssessCommand
{
    private const string Description = """
        Decide about one call, without a service.

        Reads a CDS Hooks request (order-sign or order-select) with its prefetched records and shows the result of
        every criterion, the retrieval of each data set, and the card. Records that were not prefetched are not
        fetched: criteria that need them are unknown.

        Examples:
          cdshooks assess tests/cases/v02-pt-five-weeks/request.json --as-of 2026-06-01
          cdshooks assess request.json --parameters payer-strict --json
        """;

    public static Command Create(CommandEnvironment environment)
    {
        var request = CommonOptions.NoOption(new Argument<string>("request.json") { Description = "The file with the request, as an EHR sends it." });
        var evaluationDate = new Option<string?>("--as-of")
        {
            Description = "The date of the order and of the call. Default: the orders' own date and today.",
            HelpName = "yyyy-mm-dd",
        };
        var plan = CommonOptions.Plan();
        var siteParameters = CommonOptions.SiteParameters();
        var knowledge = CommonOptions.Knowledge();
        var json = CommonOptions.Json();
        var command = new Command("assess", Description) { request, evaluationDate, plan, siteParameters, knowledge, json };
        command.SetAction(parsed =>
        {
            var shown = parsed.GetRequiredValue(request);
            var day = DayOf(parsed.GetValue(evaluationDate));
            using var call = RequestFile.Read(environment.FullPath(shown), shown);
            var source = KnowledgeSource.Open(KnowledgeFolder.Locate(parsed.GetValue(knowledge), environment));
            var chosen = PlanChoice.For(source, parsed.GetValue(plan), parsed.GetValue(siteParameters), call);
            var question = new PlanQuestion(environment.Clock.GetLocalNow(), day, new CardOptions(), new SequentialUuids().Next);
            var replayed = RequestFile.Guarded(shown, () => ReplayedCall.Of(chosen, call, question));
            var printer = new AssessmentPrinter(environment.Screen);
            if (parsed.GetValue(json))
            {
                printer.PrintJson(replayed);
            }
            else
            {
                printer.Print(replayed, chosen, new PlanTree(source.FindPlan(chosen.Rules.Canonical)));
            }

            return ExitCodes.Success;
        });
        return command;
    }

    private static DateOnly? DayOf(string? text) =>
        text is null ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : throw CommandException.UsageError("--as-of requires a date such as 2026-06-01.");
}
