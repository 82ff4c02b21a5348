using System.Text;
using static CdsHooks.Simulation.Reports.Markup;

namespace CdsHooks.Simulation.Reports;

/// <summary>Writes the parts of a report as HTML: tables with their pictures. They name no patient.</summary>
internal static class ReportSections
{
    // The others are in criteria.csv.
    private const int MostReasons = 6;

    private static readonly string[] Indicators = ["critical", "warning", "info"];

    private const string Limits = """
        <ul>
        <li>A replay knows the chart as it was exported. What was changed or deleted after the order is seen as it is now; what was entered after the order, with an earlier date, counts only where the record says when it was written.</li>
        <li>A record without any date is part of the chart on every day.</li>
        <li>What the export does not contain is unknown, and never "not done". Care elsewhere is in no chart.</li>
        <li>Cards change what clinicians do. The numbers say how often a card would have come, not what would have become of the order.</li>
        <li>A made-up order says what the rules would answer, not that anybody would have ordered.</li>
        </ul>

        """;

    /// <summary>Writes every part.</summary>
    public static IEnumerable<ReportSection> Of(SimulationReport report) =>
        new ReportSection?[] { Cards(report), Flips(report), Criteria(report), Turns(report) }
            .Concat(report.Sweeps.Select(sweep => Sweep(report, sweep)))
            .Concat([Found(report), Evidence(report), NotJudged(report), new ReportSection("limits", "What a simulation cannot know", Limits)])
            .OfType<ReportSection>();

    /// <summary>Writes the result in sentences.</summary>
    public static string Headline(SimulationReport report)
    {
        var (order, would) = report.Header.Calls.Mode switch
        {
            "replay" => ("order", "would have had"),
            "decisions" => ("recorded decision", "had"),
            _ => ("made-up order", "would have"),
        };
        var fired = report.Fired;
        var reviewed = report.Reviewed;
        var ofPatients = report.Header.Calls.Mode is "decisions" ? string.Empty : $" of {Counted(report.PatientsWithCalls, "patient")}";
        var orders = $"{Counted(report.Calls, order)}{ofPatients}{(reviewed.Served == report.Calls ? string.Empty : $", of which the rules in force review {Count(reviewed.Served)}")}";
        var text = $"{orders}: {Count(fired.Served)} {would} a card ({Share(fired.Served, reviewed.Served)}).";
        if (report.Header.Candidate is null)
        {
            return text;
        }

        var gained = report.Flips.Where(flip => !FlowPicture.Carries(report, flip.From) && FlowPicture.Carries(report, flip.To)).Sum(flip => flip.Calls);
        var lost = report.Flips.Where(flip => FlowPicture.Carries(report, flip.From) && !FlowPicture.Carries(report, flip.To)).Sum(flip => flip.Calls);
        var others = report.Flips.Where(flip => FlowPicture.Carries(report, flip.From) && FlowPicture.Carries(report, flip.To)).Sum(flip => flip.Calls);
        var ofThese = reviewed.Candidate == reviewed.Served ? string.Empty : $" of the {Count(reviewed.Candidate)} that it reviews";
        return $"{text} With the candidate {Count(fired.Candidate)}{ofThese}: {Count(gained)} gain a card, {Count(lost)} lose it, and {Count(others)} get another card.";
    }

    /// <summary>Writes what was simulated.</summary>
    public static string Facts(SimulationReport report)
    {
        var header = report.Header;
        StringBuilder facts = new("<dl class=\"facts\">\n");
        void Add(string name, string markup) => facts.Append($"<dt>{name}</dt><dd>{markup}</dd>\n");
        Add("Plan", Text(header.Served.Plan));
        Add("Rules in force", Side(header.Served));
        Add("Candidate", header.Candidate is { } candidate ? Side(candidate) : "none");
        Add("Calls", Text(header.Calls.Mode is "replay"
            ? $"every order in the charts, as if signed on its day; {Period(header.Calls)}"
            : $"a made-up order of {header.Calls.Order} for every patient{(header.Calls.Filter is { } filter ? $" with {string.Join(" and ", filter)}" : string.Empty)}{(header.Calls.PatientList is null ? string.Empty : " in a list")}, on {header.Calls.Date:yyyy-MM-dd}"));
        Add("Charts", $"{Count(report.Patients)} patients in {Count(header.Shards)} shards; pack <code>{Text(Short(header.Pack))}</code>");
        return facts.Append("</dl>\n").ToString();
    }

    /// <summary>Writes how often each card comes.</summary>
    public static ReportSection Cards(SimulationReport report)
    {
        var both = report.Header.Candidate is not null;
        var most = report.Cards.Select(card => Math.Max(card.Served, card.Candidate)).DefaultIfEmpty().Max();
        string[] head = both ? ["Card", "#In force", "#Candidate", "#Difference", "As bars"] : ["Card", "#In force", "#Share", "As bars"];
        return new ReportSection("cards", "How often each card comes", Table(head, report.Cards.Select(card =>
        {
            var name = $"{Text(Sentence(report.TitleOf(card.Card)))}{(card.Indicator is null ? string.Empty : $" <span class=\"soft\">{Text(card.Indicator)}</span>")}";
            var bar = Bars.Pair(new BothSides(card.Card, card.Served, card.Candidate), most, both);
            return (IReadOnlyList<string>)(both
                ? [name, Count(card.Served), Count(card.Candidate), Difference(card.Candidate - card.Served), bar]
                : [name, Count(card.Served), Share(card.Served, report.Calls), bar]);
        })) + (both ? Legend(("bar-served", "rules in force"), ("bar-candidate", "candidate")) : string.Empty));
    }

    /// <summary>Writes which cards turn into which.</summary>
    public static ReportSection? Flips(SimulationReport report) => report.Header.Candidate is null ? null : new ReportSection(
        "flips",
        "Calls whose card changes",
        report.Flips.Count is 0
            ? "<p>None.</p>\n"
            : FlowPicture.Of(report) + Legend(("flow-gain", "gains a card"), ("flow-loss", "loses its card"), ("flow-other", "gets another"), ("flow-none", "a card on neither side"))
                + Table(["From", "To", "#Calls"], report.Flips.Select(flip => (IReadOnlyList<string>)[Text(Outcome(report, flip.From)), Text(Outcome(report, flip.To)), Count(flip.Calls)])));

    /// <summary>Writes the results of each criterion with their reasons.</summary>
    public static ReportSection Criteria(SimulationReport report)
    {
        var both = report.Header.Candidate is not null;
        return new ReportSection("criteria", "Criteria", Table(
            ["Criterion", "#Met", "#Not met", "#Unknown", "As parts", "Reasons under the rules in force"],
            report.Criteria.Select(criterion =>
            {
                var (met, notMet, unknown) = (criterion.Of("met"), criterion.Of("not-met"), criterion.Of("unknown"));
                string Cell(BothSides count) => Count(count.Served) + (both && count.Served != count.Candidate ? $"<br/><span class=\"soft\">→ {Count(count.Candidate)}</span>" : string.Empty);
                var parts = Bars.Results(met.Served, notMet.Served, unknown.Served) + (both ? Bars.Results(met.Candidate, notMet.Candidate, unknown.Candidate) : string.Empty);
                var reasons = criterion.Outcomes.Where(outcome => outcome.Served > 0).OrderByDescending(outcome => outcome.Served)
                    .Select((outcome, index) => index < MostReasons ? $"{Text(Words($"{outcome.Result} {outcome.Reason}"))} {Count(outcome.Served)}" : "…").Take(MostReasons + 1);
                return (IReadOnlyList<string>)[Text(report.TitleOf(criterion.Id)), Cell(met), Cell(notMet), Cell(unknown), parts, $"<span class=\"small\">{string.Join("; ", reasons)}</span>"];
            })) + Legend(("part-met", "met"), ("part-not-met", "not met"), ("part-unknown", "unknown")));
    }

    /// <summary>Writes which criteria turn.</summary>
    public static ReportSection? Turns(SimulationReport report) => report.Header.Candidate is null ? null : new ReportSection(
        "turns",
        "Criteria that turn",
        report.Turns.Count is 0
            ? "<p>None.</p>\n"
            : Table(["Criterion", "From", "To", "#Calls"], report.Turns.Select(turn => (IReadOnlyList<string>)
                [Text(report.TitleOf(turn.Criterion)), Text(Result(turn.From)), Text(Result(turn.To)), Count(turn.Calls)])));

    /// <summary>Writes a sweep.</summary>
    /// <param name="report">The report.</param>
    /// <param name="sweep">The sweep.</param>
    public static ReportSection Sweep(SimulationReport report, SweepReport sweep) => new(
        $"sweep-{sweep.Sweep.Parameter}", $"If {sweep.Sweep.Parameter} were different", SweepIntroduction(report, sweep) + SweepPicture.Of(report, sweep) + SweepLegend + SweepTable(report, sweep));

    /// <summary>Gets the words for the value that the swept rules have themselves.</summary>
    public static string InEffect(SimulationReport report) => report.Header.Candidate is null ? "in force" : "of the candidate";

    /// <summary>Gets the legend of the picture of a sweep.</summary>
    public static string SweepLegend => Legend(("curve-card", "calls with a card"), ("curve-warning", "with a warning"), ("curve-met", "met"), ("curve-not-met", "not met"), ("curve-unknown", "unknown"), ("bin", "measured values"));

    /// <summary>Writes what a sweep is about.</summary>
    /// <param name="report">The report.</param>
    /// <param name="sweep">The sweep.</param>
    public static string SweepIntroduction(SimulationReport report, SweepReport sweep) =>
        $"<p>{Text(sweep.Sweep.About)} {Sentence(InEffect(report))}: {Text(sweep.Sweep.InForce)}{(sweep.Sweep.Unit is { } unit ? $" {Text(unit)}" : string.Empty)}.</p>\n";

    /// <summary>Writes the outcomes at one value of a sweep in a sentence.</summary>
    /// <param name="report">The report.</param>
    /// <param name="point">The value.</param>
    public static string PointInWords(SimulationReport report, SweepPointReport point) =>
        $"{Count(point.Fired)} of {Counted(report.Calls, "call")} with a card ({Share(point.Fired, report.Calls)}), {Count(point.FiredAs("warning"))} of them a warning"
        + string.Concat(point.Criteria.Select(criterion => $"; {report.TitleOf(criterion.Criterion)}: {Count(criterion.Met)} met, {Count(criterion.NotMet)} not met, {Count(criterion.Unknown)} unknown"));

    /// <summary>Writes the numbers of a sweep.</summary>
    public static string SweepTable(SimulationReport report, SweepReport sweep)
    {
        var criteria = sweep.Points.SelectMany(point => point.Criteria).Select(criterion => criterion.Criterion).Distinct(StringComparer.Ordinal).ToList();
        var inForce = sweep.Points.FirstOrDefault(point => SweepAxis.IsInForce(sweep, point));
        string[] compared = inForce is null ? [] : ["#Difference"];
        string[] indicators = [.. sweep.Points.SelectMany(point => point.Cards).Select(card => card.Indicator).OfType<string>().Distinct(StringComparer.Ordinal).OrderBy(Severity)];
        return Table(
            ["Value", "#Calls with a card", .. compared, "#Share", .. indicators.Select(indicator => $"#{Sentence(indicator)}"), .. criteria.Select(criterion => $"#{report.TitleOf(criterion)}: met / not met / unknown")],
            sweep.Points.Select(point => (IReadOnlyList<string>)
            [
                Text(point.Value) + (SweepAxis.IsInForce(sweep, point) ? $" <span class=\"soft\">{InEffect(report)}</span>" : string.Empty),
                Count(point.Fired),
                .. compared.Select(_ => Difference(point.Fired - inForce!.Fired)),
                Share(point.Fired, report.Calls),
                .. indicators.Select(indicator => Count(point.FiredAs(indicator))),
                .. criteria.Select(id => point.Criteria.FirstOrDefault(one => string.Equals(one.Criterion, id, StringComparison.Ordinal)) is { } one ? $"{Count(one.Met)} / {Count(one.NotMet)} / {Count(one.Unknown)}" : "–"),
            ]));
    }

    /// <summary>Writes for which share any record of each criterion was found.</summary>
    public static ReportSection Found(SimulationReport report) => new("found", "Was there any record?", Table(
        ["Criterion", "#Any record", "#Share", "#No record", "#Could not be read", "As parts"],
        report.Evidence.Found.Select(found => (IReadOnlyList<string>)
        [
            Text(report.TitleOf(found.Criterion)), Count(found.Any), Share(found.Any, found.Any + found.None + found.NotSeen), Count(found.None), Count(found.NotSeen),
            Bars.Stack([("part-found", found.Any), ("part-none", found.None), ("part-unknown", found.NotSeen)]),
        ])) + Legend(("part-found", "a record, whatever it says"), ("part-none", "no record found"), ("part-unknown", "could not be read")));

    /// <summary>Writes which sets were not whole, and which codes no value set knows.</summary>
    public static ReportSection Evidence(SimulationReport report)
    {
        var evidence = report.Evidence;
        var cut = evidence.Sets.Where(set => set.Outcome is not ("prefetched" or "empty")).ToList();
        var sets = cut.Count is 0
            ? "<p>Every set was complete.</p>\n"
            : Table(["Type", "Retrieval", "#Calls"], cut.Select(set => (IReadOnlyList<string>)[Text(set.Type), Text(Words(set.Outcome)), Count(set.Calls)]));
        var codes = evidence.UnknownCodes.Count is 0
            ? "<p>None.</p>\n"
            : Table(["Type", "Code", "Display", "#Calls"], evidence.UnknownCodes.Select(code => (IReadOnlyList<string>)
                [Text(code.Type), $"<code>{Text(code.System)}|{Text(code.Code)}</code>", Text(code.Display), Count(code.Calls)]));
        var rare = evidence.RareCodes is 0 ? string.Empty : $"<p>Codes that fewer than {ReportReader.LeastCalls} calls have: {Count(evidence.RareCodes)}. They are not listed, since they may be text about one patient.</p>\n";
        var uncoded = evidence.Uncoded.Count is 0 ? string.Empty : $"<p>Records without a code that the rules know: {string.Join(", ", evidence.Uncoded.Select(one => $"{Text(one.Name)} in {Count(one.Count)} calls"))}.</p>\n";
        return new ReportSection(
            "evidence", "Completeness of the evidence", $"<h3>Sets that were not complete</h3>\n{sets}{uncoded}<h3>Codes that no value set knows</h3>\n<p>Care under one of these is not seen by the rules. The most frequent first.</p>\n{codes}{rare}");
    }

    /// <summary>Writes which orders were left out.</summary>
    public static ReportSection NotJudged(SimulationReport report) => new(
        "not-judged",
        "Orders that were not judged",
        (report.NotJudged.Count is 0 ? "<p>None.</p>\n" : Table(["Reason", "#Orders"], report.NotJudged.Select(one => (IReadOnlyList<string>)[Text(Reason(one.Name)), Count(one.Count)])))
            + $"<p>Judged: {string.Join(", ", report.Origins.Select(origin => $"{Count(origin.Count)} {Text(Origin(origin.Name))}"))}.</p>\n");

    private static int Severity(string indicator) => Array.IndexOf(Indicators, indicator);

    private static string Reason(string code) => code switch
    {
        "draft" => "A draft, never signed",
        "no-order" => "A proposal, a plan or an option, and no order",
        "in-error" => "Entered in error",
        "no-day" => "The day is not known",
        "outside-period" => "Outside the period; those of one day count once",
        _ => Words(code),
    };

    private static string Origin(string code) => code switch
    {
        "order" => "from orders",
        "procedure" => "from procedures for which the chart has no order",
        "what-if" => "made up",
        _ => Words(code),
    };

    private static string Side(Results.SideIdentity side) =>
        $"site parameters {Text(side.SiteParameters)}{(side.Changes.Count is 0 ? string.Empty : $", with {string.Join(", ", side.Changes.Select(change => $"<code>{Text(change)}</code>"))}")}; version <code>{Text(Short(side.Version))}</code>";

    private static string Short(string hash) => hash.Length > 12 ? hash[..12] : hash;

    private static string Period(Results.CallsIdentity calls) => (calls.From, calls.Until) switch
    {
        (null, null) => "whatever the day",
        ({ } from, null) => $"from {from:yyyy-MM-dd}",
        (null, { } until) => $"until {until:yyyy-MM-dd}",
        ({ } from, { } until) => $"from {from:yyyy-MM-dd} to {until:yyyy-MM-dd}",
    };

    private static string Legend(params ReadOnlySpan<(string Class, string Words)> parts)
    {
        StringBuilder legend = new("<ul class=\"legend\">");
        foreach (var (name, words) in parts)
        {
            legend.Append($"<li><svg viewBox=\"0 0 10 10\" aria-hidden=\"true\"><rect class=\"{name} swatch\" width=\"10\" height=\"10\"/></svg> {words}</li>");
        }

        return legend.Append("</ul>\n").ToString();
    }
}
