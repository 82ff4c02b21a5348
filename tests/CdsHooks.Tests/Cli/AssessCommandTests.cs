using System.Text.Json;
using System.Text.Json.Nodes;
using CdsHooks.Tests.Architecture;
using Xunit;

namespace CdsHooks.Tests.Cli;

public sealed class AssessCommandTests
{
    private const string FiveWeeks = "tests/cases/v02-pt-five-weeks/request.json";
    private const string Cervical = "tests/cases/v41-cervical-order/request.json";

    [Fact]
    public void A_person_gets_every_criterion_the_retrieval_and_the_card()
    {
        var run = CliRun.Of("assess", FiveWeeks, "--as-of", "2026-06-01");

        Assert.Equal(0, run.ExitCode);
        Assert.Matches(@"C1 Supervised physical therapy +not-met +too-short +2026-", run.Output);
        Assert.Matches(@"observations +prefetched +2", run.Output);
        Assert.Contains("Card indicationMissing (warning): Lumbar fusion: no coded indication. Not met: PT (10 visits over 31 days, asks 6 weeks).", run.Output, StringComparison.Ordinal);
        Assert.Contains("Suggestion: ", run.Output, StringComparison.Ordinal);
        Assert.Empty(run.Error);
    }

    [Fact]
    public void A_machine_gets_the_assessment_with_the_row_and_the_card()
    {
        var run = CliRun.Of("assess", FiveWeeks, "--as-of", "2026-06-01", "--json");

        using var json = JsonDocument.Parse(run.Output);
        var root = json.RootElement;
        Assert.Equal("plan profile asOf criteria retrieval row card", string.Join(' ', root.EnumerateObject().Select(member => member.Name)));
        Assert.Equal("2026-06-01", root.GetProperty("asOf").GetString());
        Assert.Equal("warning", root.GetProperty("card").GetProperty("indicator").GetString());
    }

    [Fact]
    public void The_same_call_gives_the_same_output() =>
        Assert.Equal(CliRun.Of("assess", FiveWeeks, "--json").Output, CliRun.Of("assess", FiveWeeks, "--json").Output);

    [Fact]
    public void An_order_that_the_plan_is_not_about_gets_no_card()
    {
        Assert.Contains("No card: the plan covers none of these orders.", CliRun.Of("assess", Cervical).Output, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(CliRun.Of("assess", Cervical, "--json").Output);
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("row").ValueKind);
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("card").ValueKind);
    }

    [Fact]
    public void Site_parameters_are_applied_by_their_id() => AssertPayerStrict("--parameters");

    [Fact]
    public void The_former_name_of_the_option_for_site_parameters_still_chooses_them() => AssertPayerStrict("--profile");

    private static void AssertPayerStrict(string option)
    {
        using var json = JsonDocument.Parse(CliRun.Of("assess", FiveWeeks, option, "payer-strict", "--json").Output);

        Assert.Equal("payer-strict", json.RootElement.GetProperty("profile").GetString());
    }

    [Fact]
    public void Text_from_the_chart_cannot_move_the_cursor()
    {
        using var folder = new TempFolder();
        var request = JsonNode.Parse(File.ReadAllText(Repository.PathOf(FiveWeeks)))!;
        request["context"]!["draftOrders"]!["entry"]![0]!["resource"]!["code"]!["text"] = "fusion \u001b[2J\u202e\r\nx";
        request["context"]!["draftOrders"]!["entry"]![0]!["resource"]!["code"]!["coding"]![0]!["display"] = "fusion \u001b[2J\u202e\r\nx";

        var run = CliRun.Of("assess", folder.Write("request.json", request.ToJsonString()));

        Assert.Equal(0, run.ExitCode);
        Assert.DoesNotContain('\u001b', run.Output);
        Assert.DoesNotContain('\u202e', run.Output);
        Assert.DoesNotContain('\r', run.Output);
    }

    [Theory]
    [InlineData("not json Quillfeather")]
    [InlineData("[\"Quillfeather\"]")]
    [InlineData("""{"resourceType":"Patient","name":[{"family":"Quillfeather"}]}""")]
    [InlineData("""{"hook":"order-sign","hookInstance":"Quillfeather","context":{"patientId":1}}""")]
    public void A_file_that_is_no_request_is_rejected_without_showing_what_it_holds(string text)
    {
        using var folder = new TempFolder();
        var path = folder.Write("request.json", text);

        var run = CliRun.Of("assess", path);

        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith($"cdshooks: {path} is not a request of order-sign or order-select: $", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
        Assert.DoesNotContain("Quillfeather", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Theory]
    [InlineData("The file nowhere.json does not exist.", "assess", "nowhere.json")]
    [InlineData("--as-of requires a date such as 2026-06-01.", "assess", FiveWeeks, "--as-of", "June")]
    [InlineData("The folder nowhere does not exist.", "assess", FiveWeeks, "--knowledge", "nowhere")]
    public void Wrong_use_is_reported_in_one_line(string expected, params string[] args)
    {
        var run = CliRun.Of(args);

        Assert.Equal((2, $"cdshooks: {expected}\n"), (run.ExitCode, run.Error));
    }

    [Fact]
    public void Rules_with_errors_cannot_be_run_and_point_to_check()
    {
        using var copy = new KnowledgeCopy();
        copy.With(KnowledgeCopy.Plan, plan => KnowledgeCopy.Find(plan, "physical-therapy").Remove("title"));

        var run = CliRun.Of("assess", FiveWeeks, "--knowledge", copy.Folder);

        Assert.Equal(3, run.ExitCode);
        Assert.StartsWith("cdshooks: The rules cannot be used: 1 error, the first at plans/PlanDefinition-lumbar-fusion.json", run.Error, StringComparison.Ordinal);
        Assert.Contains("'cdshooks check' lists them all.", run.Error, StringComparison.Ordinal);
    }
}
