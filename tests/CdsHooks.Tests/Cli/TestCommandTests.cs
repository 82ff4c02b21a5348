using System.Text.Json.Nodes;
using CdsHooks.Tests.Architecture;
using Xunit;

namespace CdsHooks.Tests.Cli;

public sealed class TestCommandTests
{
    private const string Case = "v02-pt-five-weeks";

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
    [InlineData("""{"criteria":{"physical-therapy":{"result":"met"}},"card":{"kind":"indicationMissing"}}""", "physical-therapy: expected met, actual not-met, too-short")]
    [InlineData("""{"criteria":{"physical-therapy":{"result":"not-met","reason":"gap"}},"card":{"kind":"indicationMissing"}}""", "physical-therapy: expected not-met, gap, actual not-met, too-short")]
    [InlineData("""{"criteria":{"physical-terapy":{"result":"met"}},"card":{"kind":"indicationMissing"}}""", "physical-terapy: expected met, actual the plan has no such criterion")]
    [InlineData("""{"criteria":{"relaxant-trial":{"result":"met"}},"card":{"kind":"indicationMissing"}}""", "relaxant-trial: expected met, actual switched off")]
    [InlineData("""{"criteria":{},"card":null}""", "card: expected no card, actual indicationMissing (row D8)")]
    [InlineData("""{"criteria":{},"card":{"kind":"checkIncomplete"}}""", "card.kind: expected checkIncomplete, actual indicationMissing (row D8)")]
    [InlineData("""{"criteria":{},"card":{"kind":"indicationMissing","indicator":"info"}}""", "card.indicator: expected info, actual warning")]
    [InlineData("""{"criteria":{},"card":{"kind":"indicationMissing","gaps":[]}}""", "card.gaps: expected none, actual physical-therapy")]
    [InlineData("""{"criteria":{},"card":{"kind":"indicationMissing","suggestions":["1"]}}""", "card.suggestions: expected 1, actual 444831000124102")]
    [InlineData("""{"criteria":{},"card":{"kind":"indicationMissing","summaryContains":["knee"]}}""", "card.summary: expected to contain \"knee\"")]
    [InlineData("""{"criteria":{},"card":{"kind":"indicationMissing","detailContains":["knee"]}}""", "card.detail: expected to contain \"knee\"")]
    public void What_differs_is_told_item_by_item(string expectation, string expected)
    {
        using var folder = CaseWith(expectation);

        var run = CliRun.Of("test", folder.Path);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"FAILED  {Case}\n", run.Output, StringComparison.Ordinal);
        Assert.Contains(expected, run.Output, StringComparison.Ordinal);
        Assert.EndsWith("1 run: 0 passed, 1 failed.\n", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"criteria":{},"card":null,"cards":[]}""", "$.cards means nothing")]
    [InlineData("""{"criteria":{"adult":{"results":"met"}},"card":null}""", "$.criteria.adult.results means nothing")]
    [InlineData("""{"criteria":{"adult":{"result":"maybe"}},"card":null}""", "$.criteria.adult.result must be met, not-met or unknown")]
    [InlineData("""{"criteria":{"adult":{"result":"met","reason":"because"}},"card":null}""", "$.criteria.adult.reason must be one of documented,")]
    [InlineData("""{"criteria":{},"card":{"kind":"x","gap":[]}}""", "$.card.gap means nothing")]
    [InlineData("""{"criteria":{},"card":{"kind":"x","indicator":"red"}}""", "$.card.indicator must be info, warning or critical")]
    [InlineData("""{"criteria":{},"card":{"kind":"x","gaps":"none"}}""", "$.card.gaps must be a list of texts")]
    [InlineData("""{"criteria":{}}""", "$.card is missing")]
    [InlineData("""{"card":null}""", "$.criteria is missing")]
    [InlineData("""{"today":"1 June","criteria":{},"card":null}""", "$.today must be a day such as 2026-06-01")]
    [InlineData("""{"criteria":{},"criteria":{},"card":null}""", "is not JSON, or a member stands there twice")]
    [InlineData("[]", "$ must be an object")]
    public void A_slip_in_an_expectation_is_wrong_use(string expectation, string expected)
    {
        using var folder = CaseWith(expectation);

        var run = CliRun.Of("test", folder.Path);

        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith($"cdshooks: {Case} expected.json", run.Error, StringComparison.Ordinal);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_kept_response_must_stay_the_same_until_it_is_updated()
    {
        using var folder = CaseWith("""{"criteria":{},"card":{"kind":"indicationMissing"}}""");
        var response = Path.Combine(folder.Path, Case, "response.json");

        Assert.Equal(0, CliRun.Of("test", folder.Path, "--update").ExitCode);
        Assert.Equal(0, CliRun.Of("test", folder.Path).ExitCode);
        var json = JsonNode.Parse(File.ReadAllText(response))!;
        Assert.StartsWith("00000000-0000-4000-8000-", (string?)json["cards"]![0]!["uuid"], StringComparison.Ordinal);

        json["cards"]![0]!["indicator"] = "critical";
        File.WriteAllText(response, json.ToJsonString());
        var run = CliRun.Of("test", folder.Path);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("response.json $.cards[0].indicator: expected \"critical\", actual \"warning\"", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_takes_from_its_case_what_it_does_not_hold()
    {
        using var folder = CaseWith("""{"criteria":{"physical-therapy":{"result":"not-met","reason":"too-short"}},"card":{"kind":"indicationMissing"}}""");
        folder.Write($"{Case}/runs/four-weeks/parameters.json", """{"resourceType":"Parameters","id":"four-weeks","parameter":[{"name":"pt.minWeeks","valueInteger":4}]}""");

        var run = CliRun.Of("test", folder.Path);

        Assert.Contains($"passed  {Case}\n", run.Output, StringComparison.Ordinal);
        Assert.Contains($"FAILED  {Case}/four-weeks\n        physical-therapy: expected not-met, too-short, actual met, documented\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_profile_that_the_plan_refuses_cannot_be_run()
    {
        using var folder = CaseWith("""{"criteria":{},"card":null}""");
        folder.Write($"{Case}/parameters.json", """{"resourceType":"Parameters","id":"x","parameter":[{"name":"pt.minWeeks","valueInteger":99}]}""");

        var run = CliRun.Of("test", folder.Path);

        Assert.Equal(3, run.ExitCode);
        Assert.Contains($"{Case} parameters.json Parameters.parameter[0]: pt.minWeeks must lie between 4 and 12.", run.Error, StringComparison.Ordinal);
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

    private static TempFolder CaseWith(string expectation)
    {
        var folder = new TempFolder();
        folder.Write($"{Case}/request.json", File.ReadAllText(Repository.PathOf("tests", "cases", Case, "request.json")));
        folder.Write($"{Case}/expected.json", expectation);
        return folder;
    }
}
