using System.Globalization;
using System.Text;
using CdsHooks.Decision;
using CdsHooks.Decision.Cards;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Hooks;
using CdsHooks.Decision.Intake;
using CdsHooks.Simulation.Calls;
using CdsHooks.Simulation.Results;
using CdsHooks.Simulation.Runs;
using CdsHooks.Simulation.Shards;
using CdsHooks.Tests.Architecture;
using CdsHooks.Tests.Cli;
using CdsHooks.Tests.Cohorts;
using CdsHooks.Tests.Simulation.Calls;
using CdsHooks.Workbench.Plans;
using CdsHooks.Workbench.Replay;
using Xunit;

namespace CdsHooks.Tests.Simulation.Runs;

/// <summary>A simulated call, written as a request, is judged as in the simulation.</summary>
public sealed class CallFinderTests
{
    private const int Shards = 3;

    private static readonly KnowledgeSource Source = KnowledgeSource.Open(Repository.PathOf("fhir-profiles"));

    [Fact]
    public void Every_call_of_the_golden_cases_is_judged_the_same_from_its_request()
    {
        using TempFolder folder = new();
        GoldenPack.Write(folder.Path, Repository.PathOf("tests", "cases"), Shards);

        Assert.Empty(DifferencesIn(PackFolder.Open(folder.Path, "pack"), atLeast: 60));
    }

    [Fact]
    public void Every_call_of_a_cohort_is_judged_the_same_from_its_request()
    {
        using TempFolder folder = new();
        var cohort = Path.Combine(folder.Path, "cohort");
        Assert.Equal(0, CliRun.Of("cohort", "--patients", "400", "--seed", "14", "--output", cohort, "--packed", "--shards", "3").ExitCode);

        Assert.Empty(DifferencesIn(PackFolder.Open(Path.Combine(cohort, "pack"), "pack"), atLeast: 150));
    }

    [Fact]
    public void A_type_that_the_pack_does_not_have_is_unknown_in_the_request_too()
    {
        using TempFolder folder = new();
        GoldenPack.Write(folder.Path, Repository.PathOf("tests", "cases"), Shards);
        var whole = PackManifestFile.Read(folder.Path, "pack").Manifest;
        File.Delete(Path.Combine(folder.Path, PackManifest.FileName));
        PackManifestFile.Write(folder.Path, whole with { Types = [.. whole.Types.Select(type => type with { IsComplete = type.Type is "Patient" or "Condition" })] });

        Assert.Empty(DifferencesIn(PackFolder.Open(folder.Path, "pack"), atLeast: 60));
    }

    /// <summary>An export keeps what is there twice, and resources without an id.</summary>
    [Theory]
    [InlineData("\"id\":\"x\",")]
    [InlineData("")]
    public void A_diagnosis_that_was_written_down_later_may_be_there_twice(string id)
    {
        var later = $$"""{"resourceType":"Condition",{{id}}"subject":{"reference":"Patient/p1"},"code":{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"M43.16"}]},"recordedDate":"2025-03-03"}""";
        string[] chart = [SomeChart.Birth, SomeChart.Order("o1", "2025-03-02"), later, later];
        var call = SomeChart.CallsOf(chart).Calls.Single();

        var request = CallRequest.Write(SomeChart.Patient, ChartScan.Read(SomeChart.Bytes(chart), SomeChart.Everything, SomeChart.Rules.Rules.Terminology, CallRequest.KeepAll), call);

        Assert.DoesNotContain("M43.16", Encoding.UTF8.GetString(request), StringComparison.Ordinal);
    }

    [Fact]
    public void The_command_writes_what_assess_reads()
    {
        using TempFolder folder = new();
        var cohort = Path.Combine(folder.Path, "cohort");
        Assert.Equal(0, CliRun.Of("cohort", "--patients", "60", "--seed", "14", "--output", cohort, "--packed", "--shards", "2").ExitCode);
        var pack = Path.Combine(cohort, "pack");
        var truth = CohortCalls.Source.Read(0, 60).First(patient => patient.Truth is { Order: { Type: "ServiceRequest" }, Card: not null }).Truth;
        var day = truth.AsOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

        var call = CliRun.Of("simulate", "call", pack, "--patient", truth.Id, "--on", day);
        var file = folder.Write("request.json", call.Output);
        var assessed = CliRun.Of("assess", file, "--as-of", day, "--json");

        Assert.Equal((0, 0), (call.ExitCode, assessed.ExitCode));
        Assert.Contains($"\"{truth.Card}\"", assessed.Output, StringComparison.Ordinal);

        var invented = CliRun.Of("simulate", "call", pack, "--patient", truth.Id, "--on", "2024-01-01", "--what-if", "http://www.ama-assn.org/go/cpt|" + "22612");
        Assert.Equal(0, invented.ExitCode);
        Assert.Contains("\"what-if\"", invented.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("syn-000000001x", "2026-01-01", "The pack has no patient with this id.")]
    [InlineData("syn-000000000", "1999-01-01", " this patient ")]
    [InlineData("syn-000000000", "1999", "--on requires a date")]
    public void A_call_that_is_not_there_is_refused_without_the_patient(string patient, string day, string message)
    {
        using TempFolder folder = new();
        var cohort = Path.Combine(folder.Path, "cohort");
        Assert.Equal(0, CliRun.Of("cohort", "--patients", "5", "--seed", "14", "--output", cohort, "--packed", "--shards", "2").ExitCode);

        var run = CliRun.Of("simulate", "call", Path.Combine(cohort, "pack"), "--patient", patient, "--on", day);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(patient, run.Error, StringComparison.Ordinal);
    }

    private static List<string> DifferencesIn(PackFolder pack, int atLeast)
    {
        var side = RulesLoader.Side(Source, "version", plan: null, siteParameters: null, []);
        SimulatedRules rules = new(side, Candidate: null, []);
        OrderReplay replay = new(rules.Sides, default);
        ChartJudge judge = new(rules, replay, ShardRun.CompleteKinds(pack.Manifest));
        CallFinder finder = new(new SimulationSetup(pack, rules, replay, new CallsIdentity("replay")));
        List<string> differences = [];
        var calls = 0;
        foreach (var chart in Enumerable.Range(0, Shards).SelectMany(pack.Read))
        {
            foreach (var judged in judge.Judge(chart.Id, chart.Resources)?.Calls ?? [])
            {
                calls++;
                var expected = judged.Judgements[side.Plan];
                var actual = Decide(side.Plan, finder.Find(chart.Id, judged.Call.Date), judged.Call.Date);
                var (before, after) = (Show(expected.Assessment, expected.Choice?.Row.Id ?? string.Empty), Show(actual.Decision.Assessment, actual.Row ?? string.Empty));
                differences.AddRange(before.Except(after, StringComparer.Ordinal).Select(line => $"{chart.Id}: {line} was not in {string.Join("; ", after.Except(before, StringComparer.Ordinal))}"));
            }
        }

        Assert.True(calls >= atLeast, $"{calls} calls");
        return differences;
    }

    private static ReplayedCall Decide(CompiledPlan plan, byte[] request, DateOnly day)
    {
        using var call = HookRequest.Read(request);
        return ReplayedCall.Of(plan, call, new PlanQuestion(new DateTimeOffset(day, new TimeOnly(12, 0), TimeSpan.Zero), day, new CardOptions(), () => Guid.Empty));
    }

    private static List<string> Show(Assessment assessment, string row) =>
        [row, .. assessment.Criteria.Select(finding => $"{finding.Id} {finding.Result.ToCode()} {finding.Reason.ToCode()}")];
}
