using System.Xml.Linq;
using CdsHooks.Simulation.Reports;
using CdsHooks.Simulation.Results;
using Xunit;

namespace CdsHooks.Tests.Simulation.Reports;

/// <summary>The report as one HTML file.</summary>
public sealed class ReportPageTests
{
    private static readonly SideIdentity Side = new("https://example.org/PlanDefinition/fusion|1.0.0", "seed", [], "0123456789abcdef", "0");

    [Fact]
    public void A_report_is_one_well_formed_file_that_asks_for_nothing_else()
    {
        var page = Parsed(Page());

        Assert.Empty(page.Descendants("script"));
        Assert.Empty(page.Descendants("link"));
        Assert.DoesNotContain(page.Descendants().Attributes(), attribute => attribute.Name.LocalName is "src" or "href" or "style" || attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
        Assert.Equal(["h1"], page.Descendants("h1").Select(heading => heading.Name.LocalName), StringComparer.Ordinal);
        Assert.NotEmpty(page.Descendants("svg"));
    }

    [Fact]
    public void The_headline_says_how_many_calls_gain_lose_and_change_a_card() => Assert.Equal(
        "412 orders of 400 patients: 131 would have had a card (31.8 %). With the candidate 143: 14 gain a card, 2 lose it, and 3 get another card.",
        ReportSections.Headline(Report()));

    [Fact]
    public void Orders_that_a_side_is_not_about_are_neither_a_share_of_it_nor_another_card()
    {
        Counts counts = new();
        counts.Add(90, CountNames.PatientsWithCalls);
        counts.Add(100, CountNames.Calls, "order");
        counts.Add(60, CountNames.Card, CountNames.Served, "care", "warning");
        counts.Add(20, CountNames.Card, CountNames.Served, CountNames.NoCard, string.Empty);
        counts.Add(20, CountNames.Card, CountNames.Served, CountNames.NotCovered, string.Empty);
        counts.Add(65, CountNames.Card, CountNames.Candidate, "care", "warning");
        counts.Add(35, CountNames.Card, CountNames.Candidate, CountNames.NoCard, string.Empty);
        counts.Add(5, CountNames.Flip, CountNames.NotCovered, "care (warning)");
        counts.Add(15, CountNames.Flip, CountNames.NotCovered, CountNames.NoCard);

        var report = ReportReader.Of(Header([]), counts);

        Assert.Equal(
            "100 orders of 90 patients, of which the rules in force review 80: 60 would have had a card (75.0 %). With the candidate 65 of the 100 that it reviews: 5 gain a card, 0 lose it, and 0 get another card.",
            ReportSections.Headline(report));
        Assert.Single(Parsed(ReportPage.Of(report)).Descendants("path"), path => (string?)path.Attribute("class") is "flow-none");
    }

    [Fact]
    public void A_code_or_a_display_that_few_calls_have_may_be_about_one_patient_and_is_not_listed()
    {
        Counts counts = new();
        counts.Add(4, CountNames.UnknownCode, "Procedure", "urn:local", "1", "Seen by Dr. Penhallowick");
        counts.Add(3, CountNames.UnknownCode, "Procedure", "urn:local", "2", "Therapy, Penhallowick");
        counts.Add(5, CountNames.UnknownCode, "Procedure", "urn:local", "2", "Therapy");

        counts.Add(3, CountNames.UnknownCode, "Procedure", "urn:local", "3", "Visit, Penhallowick");
        counts.Add(3, CountNames.UnknownCode, "Procedure", "urn:local", "3", "Visit of Penhallowick");

        var evidence = ReportReader.Of(Header([]), counts).Evidence;

        Assert.Equal([new CodeCount("Procedure", "urn:local", "2", "Therapy", 8), new CodeCount("Procedure", "urn:local", "3", string.Empty, 6)], evidence.UnknownCodes);
        Assert.Equal(1, evidence.RareCodes);
    }

    [Fact]
    public void A_sweep_counts_warnings_apart_and_says_the_difference_from_the_value_in_force()
    {
        var rows = Parsed(Page()).Descendants("tr").Select(row => string.Join('|', row.Elements().Select(cell => cell.Value))).ToList();

        Assert.Contains(rows, row => row.StartsWith("Value|Calls with a card|Difference|Share|Warning|Info|", StringComparison.Ordinal));
        Assert.Contains(rows, row => row.StartsWith("8|143|+12|34.7 %|123|20|", StringComparison.Ordinal));
        Assert.Contains("pt.minWeeks,8,wk,card,care,warning,123", CsvTables.Of(Report()).Single(table => table.Name is "sweeps").Csv, StringComparison.Ordinal);
    }

    [Fact]
    public void Texts_of_charts_are_escaped_and_change_no_markup()
    {
        var page = Page();

        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
        Assert.Contains("&lt;img src=x onerror=&quot;alert(1)&quot;&gt;", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sweep_has_a_curve_the_value_in_force_and_the_values_that_were_measured_in_its_unit()
    {
        var picture = Parsed(Page()).Descendants("svg").Single(svg => (string?)svg.Attribute("class") is "picture sweep");

        Assert.Equal(3, picture.Descendants("circle").Count(point => (string?)point.Attribute("class") is "curve-card"));
        Assert.Single(picture.Descendants("line"), line => (string?)line.Attribute("class") is "in-force");
        Assert.Equal(2, picture.Descendants("rect").Count(bin => (string?)bin.Attribute("class") is "bin"));
        var inForce = picture.Descendants("line").Single(line => (string?)line.Attribute("class") is "in-force");
        Assert.Contains(picture.Descendants("circle"), point => string.Equals((string?)point.Attribute("cx"), (string?)inForce.Attribute("x1"), StringComparison.Ordinal));
    }

    [Fact]
    public void Without_a_candidate_or_any_call_there_is_a_report_too()
    {
        var header = new SimulationHeader("ab", 1, Side, Candidate: null, new CallsIdentity("replay"), [], new Dictionary<string, string>(StringComparer.Ordinal));

        var page = Parsed(ReportPage.Of(ReportReader.Of(header, new Counts())));

        Assert.DoesNotContain(page.Descendants("h2"), heading => heading.Value.Contains("change", StringComparison.Ordinal));
    }

    private static string Page() => ReportPage.Of(Report());

    private static XElement Parsed(string page) => XDocument.Parse(page[(page.IndexOf('\n', StringComparison.Ordinal) + 1)..]).Root!;

    private static SimulationReport Report()
    {
        Counts counts = new();
        counts.Add(1000, CountNames.Patients);
        counts.Add(400, CountNames.PatientsWithCalls);
        counts.Add(412, CountNames.Calls, "order");
        counts.Add(131, CountNames.Card, CountNames.Served, "care", "warning");
        counts.Add(281, CountNames.Card, CountNames.Served, CountNames.NoCard, string.Empty);
        counts.Add(143, CountNames.Card, CountNames.Candidate, "care", "warning");
        counts.Add(269, CountNames.Card, CountNames.Candidate, CountNames.NoCard, string.Empty);
        counts.Add(14, CountNames.Flip, CountNames.NoCard, "care (warning)");
        counts.Add(2, CountNames.Flip, "care (warning)", CountNames.NoCard);
        counts.Add(3, CountNames.Flip, "care (info)", "care (warning)");
        counts.Add(14, CountNames.Turn, "pt", "met documented", "not-met too-short");
        counts.Add(300, CountNames.Criterion, CountNames.Served, "pt", "met", "documented");
        counts.Add(112, CountNames.Criterion, CountNames.Served, "pt", "unknown", "not-retrieved");
        foreach (var (value, calls) in new[] { ("4", 120), ("6", 131), ("8", 143) })
        {
            counts.Add(calls - 20, CountNames.Sweep, "pt.minWeeks", value, "care", "warning");
            counts.Add(20, CountNames.Sweep, "pt.minWeeks", value, "care", "info");
            counts.Add(412 - calls, CountNames.Sweep, "pt.minWeeks", value, CountNames.NoCard, string.Empty);
            counts.Add(calls, CountNames.SweepCriterion, "pt.minWeeks", value, "pt", "not-met");
        }

        counts.Add(10, CountNames.Value, "pt", "course", "d", "42");
        counts.Add(20, CountNames.Value, "pt", "course", "d", "56");
        counts.Add(7, CountNames.UnknownCode, "Procedure", "http://loinc.org", "1", "<img src=x onerror=\"alert(1)\">");
        counts.Add(5, CountNames.NotJudged, "draft");
        counts.Add(9, CountNames.Set, "Procedure", "truncated");
        return ReportReader.Of(
            Header([new SweepIdentity("pt.minWeeks", ["4", "6", "8"], "6.0", "wk", "Weeks of therapy.")]),
            counts);
    }

    private static SimulationHeader Header(IReadOnlyList<SweepIdentity> sweeps) => new(
        "ab", 1, Side, Side with { Changes = ["pt.minWeeks=8"] }, new CallsIdentity("replay"), sweeps,
        new Dictionary<string, string>(StringComparer.Ordinal) { ["care"] = "Care is missing", ["pt"] = "Physical therapy" });
}
