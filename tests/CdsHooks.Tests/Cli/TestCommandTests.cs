using System.Text.Json.Nodes;
using CdsHooks.Tests.Architecture;
using Xunit;

namespace CdsHooks.Tests.Cli;

public sealed class TestCommandTests : IDisposable
{
    private const string Case = "v02-pt-five-weeks";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_run_is_one_line_and_the_count_closes()
    {
        var run = CliRun.Of("test", "tests/cases", "--filter", "v20");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(
            "passed  v20-provisional-spondylolisthesis\npassed  v20-provisional-spondylolisthesis/warn-on-unknown\n\n2 runs: 2 passed, 0 failed.\n",
            run.Output);
    }

    [Theory]
    [InlineData("""{"criteria":{"physical-therapy":"met"},"card":{"kind":"indicationMissing"}}""", "physical-therapy: expected met, actual not-met, too-short")]
    [InlineData("""{"criteria":{"physical-therapy":"not-met, gap"},"card":{"kind":"indicationMissing"}}""", "physical-therapy: expected not-met, gap, actual not-met, too-short")]
    [InlineData("""{"criteria":{"physical-terapy":"met"},"card":{"kind":"indicationMissing"}}""", "physical-terapy: expected met, actual the plan has no such criterion")]
    [InlineData("""{"criteria":{"relaxant-trial":"met"},"card":{"kind":"indicationMissing"}}""", "relaxant-trial: expected met, actual switched off")]
    [InlineData("""{"criteria":{},"card":null}""", "card: expected no card, actual indicationMissing (row D8)")]
    [InlineData("""{"criteria":{},"card":{"kind":"checkIncomplete"}}""", "card.kind: expected checkIncomplete, actual indicationMissing (row D8)")]
    [InlineData("""{"criteria":{},"card":{"kind":"indicationMissing","indicator":"info"}}""", "card.indicator: expected info, actual warning")]
    [InlineData("""{"criteria":{},"card":{"kind":"indicationMissing","gaps":[]}}""", "card.gaps: expected none, actual physical-therapy")]
    [InlineData("""{"criteria":{},"card":{"kind":"indicationMissing","suggestions":["1"]}}""", "card.suggestions: expected 1, actual 444831000124102")]
    [InlineData("""{"criteria":{},"card":{"kind":"indicationMissing","overrideReasons":["1"]}}""", "card.overrideReasons: expected 1, actual outside-imaging, action-completed")]
    [InlineData("""{"criteria":{},"card":{"kind":"indicationMissing","summaryContains":["knee"]}}""", "card.summary: expected to contain \"knee\"")]
    [InlineData("""{"criteria":{},"card":{"kind":"indicationMissing","detailContains":["knee"]}}""", "card.detail: expected to contain \"knee\"")]
    public void Differences_are_reported_item_by_item(string expectation, string expected)
    {
        var run = CliRun.Of("test", CaseWith(expectation));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"FAILED  {Case}\n", run.Output, StringComparison.Ordinal);
        Assert.Contains(expected, run.Output, StringComparison.Ordinal);
        Assert.Contains("\n1 run: 0 passed, 1 failed.\n", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"criteria":{},"card":null,"cards":[]}""", "$.cards is unknown")]
    [InlineData("""{"criteria":{"adult":{"result":"met"}},"card":null}""", "$.criteria.adult must be a string")]
    [InlineData("""{"criteria":{"adult":"maybe"},"card":null}""", "$.criteria.adult must be met, not-met or unknown")]
    [InlineData("""{"criteria":{"adult":"met, because"},"card":null}""", "$.criteria.adult must have one of these reasons: documented,")]
    [InlineData("""{"criteria":{},"card":{"kind":"x","gap":[]}}""", "$.card.gap is unknown")]
    [InlineData("""{"criteria":{},"card":{"kind":"x","indicator":"red"}}""", "$.card.indicator must be info, warning or critical")]
    [InlineData("""{"criteria":{},"card":{"kind":"x","gaps":"none"}}""", "$.card.gaps must be a list of strings")]
    [InlineData("""{"criteria":{}}""", "$.card is missing")]
    [InlineData("""{"card":null}""", "$.criteria is missing")]
    [InlineData("""{"today":"1 June","criteria":{},"card":null}""", "$.today must be a date such as 2026-06-01")]
    [InlineData("""{"criteria":{},"criteria":{},"card":null}""", "is not valid JSON, or has a duplicate member")]
    [InlineData("[]", "$ must be an object")]
    public void A_slip_in_an_expectation_is_wrong_use(string expectation, string expected)
    {
        var run = CliRun.Of("test", CaseWith(expectation));

        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith($"cdshooks: {Case} expected.json", run.Error, StringComparison.Ordinal);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_kept_response_must_stay_the_same_until_it_is_updated()
    {
        var folder = CaseWith("""{"criteria":{},"card":{"kind":"indicationMissing"}}""");
        var response = Path.Combine(folder, Case, "response.json");

        Assert.Equal(0, CliRun.Of("test", folder, "--update").ExitCode);
        Assert.Equal(0, CliRun.Of("test", folder).ExitCode);
        var json = JsonNode.Parse(File.ReadAllText(response))!;
        Assert.StartsWith("00000000-0000-4000-8000-", (string?)json["cards"]![0]!["uuid"], StringComparison.Ordinal);

        json["cards"]![0]!["indicator"] = "critical";
        File.WriteAllText(response, json.ToJsonString());
        var run = CliRun.Of("test", folder);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("response.json $.cards[0].indicator: expected \"critical\", actual \"warning\"", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_variant_changes_its_cases_patient_and_nothing_else()
    {
        var run = CliRun.Of("test", CaseWithVariants("""
            {"name":"four-weeks","says":"A shorter course is enough.","parameters":{"pt.minWeeks":4},"criteria":{"physical-therapy":"met"}},
            {"name":"strict","says":"Shipped parameters, one value changed.","profile":"payer-strict","parameters":{"conservative.minDays":90},"criteria":{"conservative-duration":"met"}},
            {"name":"minor","says":"Not our patient.","change":{"prefetch":{"patient":{"birthDate":"2010-01-01"}}},"criteria":{"adult":"not-met"},"card":null},
            {"name":"none","says":"No course at all.","remove":["procedures"],"criteria":{"physical-therapy":"not-met, not-documented"}},
            {"name":"slip","says":"A slip.","add":[{"resourceType":"Condition","code":{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"M43.16"}]}}],"criteria":{"spondylolisthesis":"met, documented"}},
            {"name":"lost","says":"Not got.","lost":{"procedures":"failed","conditions":"truncated","patient":"absent"},"criteria":{"earlier-fusion-procedure":"unknown, not-retrieved","spondylolisthesis":"unknown, truncated","adult":"unknown"}}
            """));

        Assert.Equal(string.Empty, run.Error);
        Assert.Contains("7 runs: 7 passed, 0 failed.\n", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"name":"a","says":"b","criteria":{"adult":"met"},"adds":[]}""", "$.variants[0].adds is unknown")]
    [InlineData("""{"name":"a","criteria":{}}""", "$.variants[0].says is missing")]
    [InlineData("""{"name":"a","says":"b","criteria":{}},{"name":"a","says":"b","criteria":{}}""", "$.variants[1].name is also the name of another variant")]
    [InlineData("""{"name":"a","says":"b","criteria":{},"remove":["labs"]}""", "$.variants[0].remove must be one of patient, conditions,")]
    [InlineData("""{"name":"a","says":"b","criteria":{},"lost":{"conditions":"gone"}}""", "$.variants[0].lost.conditions must be one of failed, truncated, absent")]
    [InlineData("""{"name":"a","says":"b","criteria":{},"add":[1]}""", "$.variants[0].add[0] must be an object")]
    [InlineData("""{"name":"a","says":"b","criteria":{},"profile":"nowhere"}""", "There are no site parameters nowhere for this plan.")]
    public void A_slip_in_a_variant_is_wrong_use(string variants, string expected)
    {
        var run = CliRun.Of("test", CaseWithVariants(variants));

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"pt.minWeeks":99}""", "Parameters.parameter[0]: pt.minWeeks must be between 4 and 12.")]
    [InlineData("""{"pt.minimumWeeks":6}""", "Parameters.parameter[0]")]
    public void A_value_that_the_plan_rejects_cannot_be_run(string parameters, string expected)
    {
        var run = CliRun.Of("test", CaseWithVariants($$"""{"name":"a","says":"b","criteria":{},"parameters":{{parameters}}}"""));

        Assert.Equal(3, run.ExitCode);
        Assert.Contains($"{Case}/a parameters {expected}", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_cases_is_wrong_use()
    {
        using var folder = new TempFolder();

        Assert.Equal(2, CliRun.Of("test", folder.Path).ExitCode);
        Assert.Equal(2, CliRun.Of("test", "nowhere").ExitCode);
        Assert.Equal(2, CliRun.Of("test", "tests/cases", "--filter", "no such case").ExitCode);
        folder.Write("half/request.json", "{}");
        Assert.Contains("The case half has no expected.json.", CliRun.Of("test", folder.Path).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_whole_folder_shows_what_its_runs_came_to_and_what_none_came_to()
    {
        var run = CliRun.Of("test", CaseWithVariants("""
            {"name":"eight-weeks","says":"A longer course is asked for.","parameters":{"pt.minWeeks":12},"criteria":{"physical-therapy":"not-met, too-short"}},
            {"name":"four-weeks","says":"A shorter course is enough.","parameters":{"pt.minWeeks":4},"criteria":{"physical-therapy":"met, documented"},"card":{"kind":"sharedDecision","suggestions":["306265007","shared-decision-documented"]}}
            """));

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("\nphysical-therapy ", run.Output, StringComparison.Ordinal);
        Assert.Matches("\nphysical-therapy +met, documented \\(1\\) · not-met, not-documented \\(0\\) .* not-met, too-short \\(1\\)", run.Output);
        Assert.Matches("\nadult +met, documented \\(0\\)", run.Output);
        Assert.Matches("\nconservative-care +met, documented \\(1\\)", run.Output);
        Assert.Matches("\nD9 +info \\(1\\)", run.Output);
        Assert.Matches("\nsharedDecision +24971-4 \\(0\\) · 306265007 \\(1\\)", run.Output);

        // Twelve weeks make no difference to a course that is too short for six.
        Assert.Matches("\npt.minWeeks +4 \\(1\\) · 12 \\(0\\)", run.Output);
        Assert.Contains("\n  - criterion adult: met, documented\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_a_folder_states_its_reasons_every_other_empty_cell_is_a_finding()
    {
        var folder = CaseWith("""{"criteria":{"adult":"met, documented"},"card":{"kind":"indicationMissing"}}""");
        _folder.Write("coverage.json", """
            {"empty":[
              {"criterion":"*","outcome":"unknown, truncated","because":"b"},
              {"criterion":"adult","outcome":"met, documented","because":"b"},
              {"row":"D9","indicator":"info","because":"b"},
              {"card":"sharedDecision","suggestion":"24971-4","because":"b"},
              {"parameter":"pt.minWeeks","value":"4","because":"b"}]}
            """);

        var run = CliRun.Of("test", folder);

        Assert.Equal(1, run.ExitCode);
        Assert.DoesNotContain(": unknown, truncated\n", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("row D9", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("suggestion sharedDecision: 24971-4", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("parameter pt.minWeeks: 4", run.Output, StringComparison.Ordinal);
        Assert.Contains("  - parameter pt.minWeeks: 12\n", run.Output, StringComparison.Ordinal);
        Assert.Contains(
            "Reasons in coverage.json for cells that are not empty or do not exist:\n  - criterion adult: met, documented\n", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"empty":[{"criteria":"adult","outcome":"met","because":"b"}]}""", "$.empty[0] must name one of criterion, row, card, parameter")]
    [InlineData("""{"empty":[{"criterion":"adult","outcome":"met"}]}""", "$.empty[0].because is missing")]
    [InlineData("""{"empty":[{"criterion":"adult","value":"met","because":"b"}]}""", "$.empty[0].value is unknown")]
    public void A_slip_in_the_stated_reasons_is_wrong_use(string reasons, string expected)
    {
        var folder = CaseWith("""{"criteria":{},"card":{"kind":"indicationMissing"}}""");
        _folder.Write("coverage.json", reasons);

        var run = CliRun.Of("test", folder);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains($"coverage.json: {expected}", run.Error, StringComparison.Ordinal);
    }

    private string CaseWith(string expectation)
    {
        _folder.Write($"{Case}/request.json", File.ReadAllText(Repository.PathOf("tests", "cases", Case, "request.json")));
        _folder.Write($"{Case}/expected.json", expectation);
        return _folder.Path;
    }

    private string CaseWithVariants(string variants)
    {
        var folder = CaseWith("""{"criteria":{},"card":{"kind":"indicationMissing"}}""");
        _folder.Write($"{Case}/variants.json", $$"""{"variants":[{{variants}}]}""");
        return folder;
    }
}
