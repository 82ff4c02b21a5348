using System.Text;
using CdsHooks.Decision;
using CdsHooks.Decision.Plan;
using CdsHooks.Tests.Architecture;
using CdsHooks.Workbench.Tuning;
using Xunit;

namespace CdsHooks.Tests.Tuning;

/// <summary>What a site changes is written as FHIR files, works as such, and is read back for the next change.</summary>
public sealed class SiteFilesTests
{
    private const string Plan = "https://cdshooks.example.org/fhir/PlanDefinition/lumbar-fusion";
    private const string Orders = "https://cdshooks.example.org/fhir/ValueSet/lumbar-fusion-procedures";
    private const string Cpt = "http://www.ama-assn.org/go/cpt";
    private const string Local = "https://ehr.example/codes";

    private static readonly KnowledgeFiles Rules = KnowledgeFiles.ReadDirectory(Repository.PathOf("fhir-profiles"), new IssueList());
    private static readonly CompiledPlan Shipped = new PlanLoader(Rules).Load(Plan).Plan!;
    private static readonly string Summary = PlanText.Of(Shipped.Definition!).First(text => text is { ActionId: "indicationMissing", Use: PlanTextUse.Summary }).Text;

    private static readonly SiteTuning Everything = new()
    {
        Values = new SortedDictionary<string, ParameterValue>(StringComparer.Ordinal)
        {
            ["pt.minWeeks"] = ParameterValue.Of(8),
            ["stenosis.metAboveMm"] = ParameterValue.Of(2.5m),
            ["cbt.required"] = ParameterValue.Of(flag: false),
            ["sharedDecision.indicator"] = ParameterValue.Of(["warning"]),
            ["manual.levels"] = ParameterValue.Of(["heavy"]),
        },
        Added = [new SiteCode(Orders, Local, "FUSE-1", "Our fusion"), new SiteCode(Orders, Local, "FUSE-2", null)],
        Removed = [new SiteCode(Orders, Cpt, "22630", null)],
        Mappings = [new SiteMapping(Local, "FUSE-3", "Another fusion", Cpt, "22612", "Lumbar posterolateral fusion, first level")],
        Texts = [new SiteText("indicationMissing", Summary, "Fusion: “{gaps:conservative-care}” is missing.")],
    };

    private static readonly ChangeNote Note = new("Ann Example", "Payer's new policy.", new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero), new DateOnly(2026, 7, 1), new DateOnly(2027, 6, 30));

    [Fact]
    public void The_files_do_what_the_change_says()
    {
        var candidate = SiteCandidate.Of(Rules, Shipped, new SiteChange(Plan, Everything, Note));

        Assert.DoesNotContain(candidate.Issues, issue => issue.IsError);
        Assert.Equal(
            [
                "Parameters-site.json", "ValueSet-site-lumbar-fusion-procedures-added.json", "ValueSet-site-lumbar-fusion-procedures-removed.json",
                "ConceptMap-site-codes.json", "Provenance-site.json",
            ],
            candidate.Files.Select(file => file.Name),
            StringComparer.Ordinal);
        var rules = candidate.Plan!.Rules;
        Assert.Equal("site", rules.SiteParameters);
        (string Name, string Text)[] values = [("pt.minWeeks", "8"), ("stenosis.metAboveMm", "2.5"), ("cbt.required", "false"), ("sharedDecision.indicator", "warning"), ("manual.levels", "heavy"), ("pt.minSessions", "6")];
        Assert.All(values, value => Assert.Equal(value.Text, rules.Parameters.Find(value.Name)!.Text));
        var orders = rules.Terminology.IndexOf(Orders);
        Assert.Equal(
            [true, true, true, false, true],
            new[] { (Local, "FUSE-1"), (Local, "FUSE-2"), (Local, "FUSE-3"), (Cpt, "22630"), (Cpt, "22612") }.Select(code => rules.Terminology.Lookup(code.Item1, code.Item2).Contains(orders)));
        Assert.Equal(Everything.Texts[0].Site, candidate.Plan.Cards.Cards.Single(card => card.Id is "indicationMissing").Summary.Source);
    }

    [Fact]
    public void The_files_are_read_back_as_they_were_written()
    {
        var candidate = SiteCandidate.Of(Rules, Shipped, new SiteChange(Plan, Everything, Note));
        var (tuning, unreadable) = SiteFilesReader.Read(candidate.Source.Knowledge.Resources, candidate.SiteParameters, Shipped.Rules.Parameters);

        Assert.Empty(unreadable);
        Assert.Equal(Shown(Everything), Shown(tuning));
        Assert.Equal(Note, SiteFilesReader.ReadNote(candidate.Source.Knowledge.Resources));
        Assert.Equal(
            candidate.Files.Select(file => Encoding.UTF8.GetString(file.Json.Span)),
            SiteFiles.Write(new SiteChange(Plan, tuning, Note), Shipped.Rules.Parameters).Select(file => Encoding.UTF8.GetString(file.Json.Span)),
            StringComparer.Ordinal);
    }

    [Fact]
    public void The_next_change_takes_the_place_of_the_one_in_force()
    {
        var first = SiteCandidate.Of(Rules, Shipped, new SiteChange(Plan, Everything, Note));
        var next = SiteCandidate.Of(first.Source.Knowledge, first.Plan!, new SiteChange(Plan, SiteTuning.None, Note));

        Assert.Empty(next.Issues);
        Assert.Equal("6", next.Plan!.Rules.Parameters.Find("pt.minWeeks")!.Text);
        Assert.True(next.Plan.Rules.Terminology.Lookup(Cpt, "22630").Contains(next.Plan.Rules.Terminology.IndexOf(Orders)));
        Assert.True(next.Plan.Rules.Terminology.Lookup(Local, "FUSE-1").IsEmpty);
    }

    [Fact]
    public void What_differs_only_in_name_is_not_written()
    {
        var parameters = KnowledgeFiles.ReadOne("site.json", Encoding.UTF8.GetBytes("""{"resourceType":"Parameters","id":"site","parameter":[{"name":"pt.minWeeks","valueInteger":6}]}"""), new IssueList());

        Assert.True(SiteFilesReader.Read([], parameters, Shipped.Rules.Parameters).Tuning.IsNone);
    }

    [Fact]
    public void A_site_that_starts_from_a_preset_keeps_its_values()
    {
        var nass = Rules.OfType("Parameters").Single(resource => resource.Id is "nass");

        var (tuning, unreadable) = SiteFilesReader.Read(Rules.Resources, nass, Shipped.Rules.Parameters);

        Assert.Empty(unreadable);
        Assert.Equal(["instability.translation.indeterminateAboveMm", "stenosis.metAboveMm"], tuning.Values.Keys, StringComparer.Ordinal);
    }

    [Fact]
    public void What_cannot_be_kept_is_named()
    {
        const string Set = """
            {"resourceType":"ValueSet","id":"site-by-hand","url":"https://site.example/ValueSet/by-hand","status":"active",
            "extension":[{"url":"https://cdshooks.example.org/fhir/StructureDefinition/value-set-extends","valueCanonical":"https://cdshooks.example.org/fhir/ValueSet/lumbar-fusion-procedures"}],
            "compose":{"include":[{"system":"http://www.cms.gov/Medicare/Coding/ICD10","filter":[{"property":"code","op":"regex","value":"0SG0.*"}]}]}}
            """;
        IssueList issues = new();
        var byHand = KnowledgeFiles.ReadOne("site-by-hand.json", Encoding.UTF8.GetBytes(Set), issues)!;

        Assert.Empty(issues.Issues);
        Assert.Equal(["site-by-hand.json"], SiteFilesReader.Read([byHand], null, Shipped.Rules.Parameters).Unreadable);
    }

    [Theory]
    [InlineData("http://snomed.info/sct", "12345", "Verhoeff")]
    [InlineData("http://x/cs", "a b", "white space")]
    public void A_code_that_cannot_be_meant_is_an_error_in_the_sites_file(string system, string code, string message)
    {
        var candidate = SiteCandidate.Of(Rules, Shipped, new SiteChange(Plan, SiteTuning.None with { Added = [new SiteCode(Orders, system, code, null)] }, Note));

        Assert.Null(candidate.Plan);
        Assert.Contains(candidate.Issues, issue => issue.File is "ValueSet-site-lumbar-fusion-procedures-added.json" && issue.Message.Contains(message, StringComparison.Ordinal));
    }

    private static string Shown(SiteTuning tuning) => string.Join('\n', tuning.Values.Select(value => $"{value.Key} {value.Value.Number} {value.Value.IsTrue} {string.Join(',', value.Value.Codes)}")
        .Concat(tuning.Added.Concat(tuning.Removed).Select(code => code.ToString()))
        .Concat(tuning.Mappings.Select(mapping => mapping.ToString()))
        .Concat(tuning.Texts.Select(text => text.ToString())));
}
