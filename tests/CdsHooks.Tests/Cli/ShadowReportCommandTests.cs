using System.Text.Json;
using Xunit;

namespace CdsHooks.Tests.Cli;

public sealed class ShadowReportCommandTests : IDisposable
{
    private const string Served = """
        "id":"0","service":"lumbar-fusion-order-sign","plan":"https://example.org/PlanDefinition/lumbar-fusion|1.0.0","siteParameters":"seed","rulesVersion":"aaa","row":"D9","cardKind":"sharedDecision",
        "criteria":[{"id":"physical-therapy","result":"met","reason":"documented",
        "basis":{"parameters":{"pt.minWeeks":"6 wk"},"figures":[{"kind":"course","value":42,"unit":"d","from":-91,"until":-49,"events":7}]}},
        {"id":"adult","result":"met","reason":"documented"}]
        """;

    private const string Shadow = """
        {"plan":"https://example.org/PlanDefinition/lumbar-fusion|1.0.0","siteParameters":"eight","rulesVersion":"bbb","row":"D6","cardKind":"indicationMissing",
        "criteria":[{"id":"physical-therapy","result":"not-met","reason":"too-short"},{"id":"adult","result":"met","reason":"documented"}],"lacking":["carePlans"]}
        """;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_report_names_what_flips_and_why()
    {
        var file = Decisions(Served, $"{Served},\"shadow\":{Shadow}", $"{Served},\"shadow\":null", $"{Served},\"shadow\":{{\"skipped\":\"dropped\"}}", $"{Served},\"shadow\":{Shadow}");

        var run = CliRun.Of("shadow-report", file);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("2 calls judged by both.", run.Output, StringComparison.Ordinal);
        Assert.Contains("1 call without a shadow: dropped.", run.Output, StringComparison.Ordinal);
        Assert.Contains("2 calls without a shadow: not tried.", run.Output, StringComparison.Ordinal);
        Assert.Contains("served lumbar-fusion|1.0.0 with seed, version aaa; in shadow lumbar-fusion|1.0.0 with eight, version bbb.", run.Output, StringComparison.Ordinal);
        Assert.Contains("- sharedDecision to indicationMissing: 2 calls", run.Output, StringComparison.Ordinal);
        Assert.Contains("physical-therapy: met documented to not-met too-short (2); course 42 d", run.Output, StringComparison.Ordinal);
        Assert.Contains("In 2 calls the rules in shadow needed carePlans", run.Output, StringComparison.Ordinal);
        Assert.Matches(@"sharedDecision +2 \(100\.0 %\) +0 \(0\.0 %\) +-2", run.Output);
    }

    [Fact]
    public void The_report_is_written_as_json_too()
    {
        var run = CliRun.Of("shadow-report", Decisions($"{Served},\"shadow\":{Shadow}"), "--json");

        using var json = JsonDocument.Parse(run.Output);
        var flip = Assert.Single(json.RootElement.GetProperty("flips").EnumerateArray());
        Assert.Equal("indicationMissing", flip.GetProperty("to").GetString());
        Assert.Equal(42, flip.GetProperty("turns")[0].GetProperty("values")[0].GetProperty("median").GetDecimal());
    }

    [Fact]
    public void Rules_that_agree_have_no_findings()
    {
        var run = CliRun.Of("shadow-report", Decisions($"{Served},\"shadow\":{{{Served}}}"));

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Calls that flip: 0", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_call_that_was_judged_in_shadow_nothing_can_be_compared()
    {
        var run = CliRun.Of("shadow-report", Decisions(Served));

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("No decision was judged in shadow", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Penhallowick")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"plan\":5}")]
    [InlineData("{\"shadow\":{\"skipped\":5}}")]
    [InlineData("{\"shadow\":\"Penhallowick\"}")]
    public void A_line_that_is_no_decision_is_named_and_not_repeated(string line)
    {
        var file = _folder.Write("decisions.ndjson", $"{OneLine($"{{{Served}}}")}\n\n{line}\n");

        var run = CliRun.Of("shadow-report", file);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("decisions.ndjson line 3 is not a recorded decision", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Penhallowick", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named()
    {
        var run = CliRun.Of("shadow-report", "no-such-file.ndjson");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("The file no-such-file.ndjson does not exist.", run.Error, StringComparison.Ordinal);
    }

    private static string OneLine(string json) => json.ReplaceLineEndings(" ");

    private string Decisions(params string[] members) => _folder.Write("decisions.ndjson", string.Join('\n', members.Select(one => OneLine($"{{{one}}}"))));
}
