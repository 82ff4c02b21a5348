using System.Text.Json.Nodes;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Tests.Architecture;
using CdsHooks.Workbench.Cases;
using CdsHooks.Workbench.Plans;
using Xunit;

namespace CdsHooks.Tests.Cli;

/// <summary>Thresholds tried on recorded decisions.</summary>
public sealed class SimulateDecisionsCommandTests
{
    private const string FiveWeeks = "v02-pt-five-weeks";

    private static readonly KnowledgeSource Source = KnowledgeSource.Open(Repository.PathOf("fhir-profiles"));

    [Fact]
    public void Each_value_of_a_threshold_has_its_cards_and_results()
    {
        using TempFolder folder = new();
        var file = folder.Write("decisions.ndjson", $"{Recorded(FiveWeeks)}\n{Recorded(FiveWeeks)}\n");

        var run = CliRun.Of("simulate", "decisions", file, "--sweep", "pt.minWeeks=4,6,8", "--output", folder.Path);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("2 from recorded decisions.", run.Output, StringComparison.Ordinal);
        var report = JsonNode.Parse(File.ReadAllText(Path.Combine(folder.Path, "report.json")))!;
        Assert.Equal(
            ["4: 2 met, 0 not met, 0 unknown", "6: 0 met, 2 not met, 0 unknown", "8: 0 met, 2 not met, 0 unknown"],
            report["sweeps"]![0]!["points"]!.AsArray().Select(point => $"{point!["value"]}: {point["criteria"]![0]!["met"]} met, {point["criteria"]![0]!["notMet"]} not met, {point["criteria"]![0]!["unknown"]} unknown"),
            StringComparer.Ordinal);
        var again = CliRun.Of("simulate", "report", Path.Combine(folder.Path, "result.ndjson"));
        Assert.Equal(0, again.ExitCode);
        Assert.StartsWith(again.Output.TrimEnd(), run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_numbers_do_not_tell_is_counted_and_not_guessed()
    {
        using TempFolder folder = new();
        var file = folder.Write("decisions.ndjson", Recorded(FiveWeeks) + "\n");

        var run = CliRun.Of("simulate", "decisions", file, "--sweep", "pt.lookbackMonths=6,24");

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("not told by the recorded numbers", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_that_is_no_decision_is_named_by_its_place_alone()
    {
        using TempFolder folder = new();
        var file = folder.Write("decisions.ndjson", Recorded(FiveWeeks) + "\n{\"name\":\"Marchbanksworth\"}\n");

        var run = CliRun.Of("simulate", "decisions", file, "--sweep", "pt.minWeeks=4");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("line 2 is not a recorded decision", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Marchbanksworth", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pt.minWeeks", "A sweep is name=value,value")]
    [InlineData("pt.minWeek=4", "A changed parameter is not one of this plan")]
    [InlineData("pt.minWeeks=many", "pt.minWeeks has a value of another type")]
    [InlineData("pt.minWeeks=400", "pt.minWeeks must be between")]
    public void A_sweep_that_the_plan_does_not_allow_is_refused(string sweep, string message)
    {
        using TempFolder folder = new();
        var file = folder.Write("decisions.ndjson", Recorded(FiveWeeks) + "\n");

        var run = CliRun.Of("simulate", "decisions", file, "--sweep", sweep);

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    /// <summary>A decision as the service exports it, as far as a sweep reads it.</summary>
    private static string Recorded(string name)
    {
        var plan = Source.Load(Source.OnlyPlan(), siteParametersId: null);
        var call = CaseJudge.Judge(CaseFolder.Read(Repository.PathOf("tests", "cases", name)), plan);
        return new JsonObject
        {
            ["type"] = "decision",
            ["plan"] = call.Decision.Assessment.Plan,
            ["siteParameters"] = "seed",
            ["row"] = call.Decision.Row,
            ["criteria"] = new JsonArray([.. call.Decision.Assessment.Criteria.Select(finding => (JsonNode)Criterion(finding))]),
        }.ToJsonString();
    }

    private static JsonObject Criterion(Finding finding)
    {
        JsonObject json = new() { ["id"] = finding.Id, ["result"] = finding.Result.ToCode(), ["reason"] = finding.Reason.ToCode() };
        if (finding.Figures?.Invoke() is { } figures)
        {
            json["basis"] = new JsonObject
            {
                ["figures"] = new JsonArray([.. figures.Items.Select(figure => (JsonNode)new JsonObject
                {
                    ["kind"] = figure.Kind.ToCode(),
                    ["group"] = figure.Group,
                    ["value"] = figure.Value,
                    ["most"] = figure.Most,
                    ["unit"] = figure.Unit,
                    ["comparator"] = figure.Comparator,
                    ["from"] = figure.From,
                    ["until"] = figure.Until,
                    ["events"] = figure.Events,
                    ["weeks"] = figure.Weeks,
                    ["state"] = figure.State?.ToCode(),
                }),]),
                ["open"] = figures.Open?.ToCode(),
                ["unread"] = figures.Unread?.ToCode(),
                ["since"] = figures.Since,
            };
        }

        return json;
    }
}
