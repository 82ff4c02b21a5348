using System.CommandLine;
using System.Globalization;
using CdsHooks.Cli.Assess;
using CdsHooks.Cli.Output;
using CdsHooks.Cli.Plans;
using CdsHooks.Decision;
using CdsHooks.Decision.Cards;

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
        command.SetAction(parsed => Run(environment, new Arguments(
            parsed.GetRequiredValue(request),
            DayOf(parsed.GetValue(evaluationDate)),
            parsed.GetValue(plan),
            parsed.GetValue(siteParameters),
            parsed.GetValue(knowledge),
            parsed.GetValue(json))));
        return command;
    }

    private static int Run(CommandEnvironment environment, Arguments arguments)
    {
        using var request = RequestFile.Read(environment.FullPath(arguments.Request), arguments.Request);
        var source = KnowledgeSource.Open(KnowledgeFolder.Locate(arguments.Knowledge, environment));
        var plan = PlanChoice.For(source, arguments.Plan, arguments.SiteParameters, request);
        var question = new PlanQuestion(environment.Clock.GetLocalNow(), arguments.EvaluationDate, new CardOptions(), new SequentialUuids().Next);
        var call = RequestFile.Guarded(arguments.Request, () => ReplayedCall.Of(plan, request, question));
        var printer = new AssessmentPrinter(environment.Screen);
        if (arguments.Json)
        {
            printer.PrintJson(call);
        }
        else
        {
            printer.Print(call, plan, new PlanTree(source.FindPlan(plan.Rules.Canonical)));
        }

        return ExitCodes.Success;
    }

    private static DateOnly? DayOf(string? text) =>
        text is null ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : throw CommandException.UsageError("--as-of requires a date such as 2026-06-01.");

    private sealed record Arguments(string Request, DateOnly? EvaluationDate, string? Plan, string? SiteParameters, string? Knowledge, bool Json);
}
