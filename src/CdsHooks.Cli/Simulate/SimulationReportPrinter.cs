using System.Globalization;
using CdsHooks.Cli.Output;
using CdsHooks.Simulation.Reports;
using Spectre.Console;
using Markup = CdsHooks.Simulation.Reports.Markup;

namespace CdsHooks.Cli.Simulate;

/// <summary>Prints the report of a simulation.</summary>
internal sealed class SimulationReportPrinter(Screen screen)
{
    private const int MaxTurns = 20;
    private const int MaxCodes = 15;

    public void Print(SimulationReport report)
    {
        var hasCandidate = report.Header.Candidate is not null;
        screen.Strong(ReportSections.Headline(report));
        if (report.Patients > 0)
        {
            screen.Line($"{Markup.Counted(report.Patients, "patient")} in the charts.", indent: 2);
        }

        foreach (var origin in report.Origins)
        {
            screen.Line($"{Number(origin.Count)} from {OriginOf(origin.Name)}.", indent: 2);
        }

        foreach (var left in report.NotJudged)
        {
            screen.Line($"{Markup.Counted(left.Count, "order")} not judged: {ReasonOf(left.Name)}.", indent: 2);
        }

        if (report.Calls is 0)
        {
            return;
        }

        PrintCards(report, hasCandidate);
        PrintSides("How often each row decides", "row", report.Rows, report.Calls, hasCandidate);
        PrintFlips(report);
        foreach (var sweep in report.Sweeps)
        {
            PrintSweep(report, sweep);
        }

        PrintEvidence(report);
    }

    private void PrintCards(SimulationReport report, bool hasCandidate) => PrintSides(
        "How often each card comes",
        "card",
        [.. report.Cards.Select(card => new BothSides(card.Indicator is { } indicator ? $"{card.Card} ({indicator})" : card.Card, card.Served, card.Candidate))],
        report.Calls,
        hasCandidate);

    private void PrintSides(string title, string subject, IReadOnlyList<BothSides> counts, long calls, bool hasCandidate)
    {
        screen.Heading(title);
        var table = hasCandidate ? screen.NewTable(subject, "in force", "candidate", "difference") : screen.NewTable(subject, "calls");
        foreach (var one in counts)
        {
            string[] cells = hasCandidate
                ? [one.Name, Share(one.Served, calls), Share(one.Candidate, calls), (one.Candidate - one.Served).ToString("+0;-0;0", CultureInfo.InvariantCulture)]
                : [one.Name, Share(one.Served, calls)];
            table.AddRow([.. cells.Select(cell => Screen.Cell(cell))]);
        }

        screen.Write(table);
    }

    private void PrintFlips(SimulationReport report)
    {
        if (report.Header.Candidate is null)
        {
            return;
        }

        screen.Heading($"Calls that flip: {Number(report.Flips.Sum(flip => flip.Calls))}");
        foreach (var flip in report.Flips)
        {
            screen.Line($"{flip.From} to {flip.To}: {Number(flip.Calls)}", bullet: "- ");
        }

        screen.Heading("Criteria that turn");
        foreach (var turn in report.Turns.Take(MaxTurns))
        {
            screen.Line($"{turn.Criterion}: {turn.From} to {turn.To}: {Number(turn.Calls)}", bullet: "- ");
        }
    }

    private void PrintSweep(SimulationReport report, SweepReport sweep)
    {
        screen.Heading($"{sweep.Sweep.Parameter} ({(report.Header.Candidate is null ? "in force" : "of the candidate")}: {sweep.Sweep.InForce}{(sweep.Sweep.Unit is { } unit ? " " + unit : string.Empty)})");
        var criteria = sweep.Points.SelectMany(point => point.Criteria).Select(criterion => criterion.Criterion).Distinct(StringComparer.Ordinal).ToList();
        var table = screen.NewTable(["value", "with a card", .. criteria.Select(criterion => $"{criterion}: met / not met / unknown")]);
        foreach (var point in sweep.Points)
        {
            var cells = criteria.Select(id => point.Criteria.FirstOrDefault(criterion => string.Equals(criterion.Criterion, id, StringComparison.Ordinal)) is { } one ? $"{one.Met} / {one.NotMet} / {one.Unknown}" : "-");
            table.AddRow([.. cells.Prepend(Share(point.Fired, report.Calls)).Prepend(point.Value).Select(cell => Screen.Cell(cell))]);
        }

        screen.Write(table);
    }

    private void PrintEvidence(SimulationReport report)
    {
        screen.Heading("Evidence");
        foreach (var incomplete in report.Evidence.Sets.Where(set => set.Outcome is not ("prefetched" or "empty")))
        {
            screen.Line($"{incomplete.Type}: {incomplete.Outcome} in {Share(incomplete.Calls, report.Calls)}: what depends on it is unknown.", bullet: "- ");
        }

        screen.Line("Codes that no value set knows, most frequent first:");
        foreach (var code in report.Evidence.UnknownCodes.Take(MaxCodes))
        {
            screen.Line($"{code.Type} {code.System}|{code.Code} {code.Display}: {Number(code.Calls)}", indent: 2);
        }

        if (report.Evidence.RareCodes > 0)
        {
            screen.Line($"Codes that fewer than {ReportReader.LeastCalls} calls have: {Number(report.Evidence.RareCodes)}. They are not listed, since they may be text about one patient.", indent: 2);
        }
    }

    private static string OriginOf(string name) => name switch
    {
        "order" => "orders in the chart",
        "procedure" => "procedures for which the chart has no order",
        "recorded" => "recorded decisions",
        _ => "made-up orders",
    };

    private static string ReasonOf(string name) => name switch
    {
        "draft" => "never signed",
        "no-order" => "a proposal, a plan or an option",
        "in-error" => "entered in error",
        "no-day" => "without a day",
        "outside-period" => "outside the period; those of one day count once",
        _ => name,
    };

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Share(long part, long whole) =>
        whole is 0 ? Number(part) : string.Create(CultureInfo.InvariantCulture, $"{part:N0} ({100.0 * part / whole:0.0} %)");
}
