using CdsHooks.Cli.Mutations;
using CdsHooks.Tests.Architecture;
using CdsHooks.Workbench.Cases;
using CdsHooks.Workbench.Plans;
using Xunit;

namespace CdsHooks.Tests.Cli;

/// <summary><c>cdshooks test --mutations</c> over the made-up second procedure and one case: two sessions of six.</summary>
public sealed class MutationsRunTests : IDisposable
{
    private const string Plan = "PlanDefinition/made-up-knee";
    private const string Knowledge = "tests/second-procedure/fhir-profiles";
    private const string Survivor = Plan + ".action[exercise].extension[lookback]: removed";

    private readonly TempFolder _folder = new();

    public MutationsRunTests()
    {
        _folder.Write("few/request.json", File.ReadAllText(Repository.PathOf("tests", "second-procedure", "cases", "too-little-exercise", "request.json")));
        Expect("""{"criteria":{"exercise":"not-met, too-few"},"card":{"kind":"kneeCareMissing","indicator":"warning"}}""");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_no_case_detects_is_listed_and_counted()
    {
        var run = Try("--place", "action[exercise]");

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("6 changes of the rules, 1 run to detect them.\n", run.Output, StringComparison.Ordinal);
        Assert.Matches("\nsetting removed +2 +0 +1 +1 +0\n", run.Output);
        Assert.Matches("\ninput role exchanged +1 +0 +1 +0 +0\n", run.Output);
        Assert.Matches("\ncode filter removed +1 +1 +0 +0 +0\n", run.Output);
        Assert.EndsWith(
            $"\nNo case detects:\n  - {Survivor}\n\n6 changes: 5 detected or rejected, 0 undetected for a stated reason, 1 undetected.\n",
            run.Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_variant_protects_what_its_case_does_not()
    {
        const string Change = Plan + ".contained[parameters].parameter[exercise.minSessions].extension[minimum]: 2 -> 3";
        Assert.Contains(Change, Try("--place", "exercise.minSessions").Output, StringComparison.Ordinal);

        _folder.Write("few/variants.json", """
            {"variants":[{"name":"two","says":"Two are enough.","parameters":{"exercise.minSessions":2},"criteria":{"exercise":"met"}}]}
            """);

        Assert.DoesNotContain(Change, Try("--place", "exercise.minSessions").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_recorded_response_detects_more_than_the_expectation()
    {
        const string Change = Plan + ".contained[parameters].parameter[exercise.minSessions].extension[default]: 6 -> 7";
        Assert.Contains(Change, Try("--place", "exercise.minSessions").Output, StringComparison.Ordinal);
        Assert.Equal(0, CliRun.Of("test", _folder.Path, "--knowledge", Knowledge, "--update").ExitCode);

        Assert.DoesNotContain(Change, Try("--place", "exercise.minSessions").Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Plan + ".action[exercise].extension[lookback]")]
    [InlineData("*.extension[lookback]")]
    public void A_stated_reason_explains_a_survivor(string place)
    {
        Explain(place, "removed");

        var run = Try("--place", "action[exercise]");

        Assert.Equal(0, run.ExitCode);
        Assert.DoesNotContain("No case detects", run.Output, StringComparison.Ordinal);
        Assert.EndsWith("6 changes: 5 detected or rejected, 1 undetected for a stated reason, 0 undetected.\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reason_for_what_is_detected_is_a_finding()
    {
        Explain(Plan + ".action[exercise].extension[minEvents]", "removed");

        var run = Try("--place", "extension[minEvents]");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(
            $"Reasons in mutations.json for changes that are detected or do not exist:\n  - {Plan}.action[exercise].extension[minEvents]: removed\n",
            run.Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_reason_for_what_is_not_there_is_a_finding_where_everything_is_tried()
    {
        const string Heading = "Reasons in mutations.json for changes that are detected or do not exist";
        Explain(Plan + ".action[nowhere]", "removed");

        Assert.DoesNotContain(Heading, Try("--place", "action[exercise]").Output, StringComparison.Ordinal);
        Assert.Contains($"{Heading}:\n  - {Plan}.action[nowhere]: removed\n", Try().Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_fails_anyway_detects_nothing_and_is_a_finding()
    {
        Expect("""{"criteria":{"exercise":"met"},"card":null}""");
        Explain("*", "removed");

        var run = Try("--place", "action[refer-exercise].extension[unlessOrdered]");

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith(
            "1 change of the rules, 0 runs to detect them.\n1 run left out because they fail without any change.\n", run.Output, StringComparison.Ordinal);
        Assert.EndsWith("1 change: 0 detected or rejected, 1 undetected for a stated reason, 0 undetected.\n", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("No place in the rules contains nowhere.", "--mutations", "--place", "nowhere")]
    [InlineData("--place requires --mutations.", "--place", "exercise")]
    [InlineData("--mutations writes no responses: omit --update.", "--mutations", "--update")]
    public void Wrong_use_is_reported(string expected, params string[] options)
    {
        var run = CliRun.Of(["test", _folder.Path, "--knowledge", Knowledge, .. options]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"survivor":[]}""", "$.survivor is unknown")]
    [InlineData("""{"survivors":[{"place":"a","change":"b"}]}""", "$.survivors[0].because is missing")]
    [InlineData("""{"survivors":[{"place":"a","change":"b","because":"c","why":"d"}]}""", "$.survivors[0].why is unknown")]
    public void A_slip_in_the_stated_reasons_is_wrong_use(string reasons, string expected)
    {
        _folder.Write("mutations.json", reasons);

        var run = Try();

        Assert.Equal(2, run.ExitCode);
        Assert.Contains($"mutations.json: {expected}", run.Error, StringComparison.Ordinal);
    }

    /// <summary>Runs without a code that a change concerns are not tried again: none of them may come out otherwise.</summary>
    [Fact]
    public void A_run_whose_codes_are_looked_up_as_before_comes_out_as_before()
    {
        var source = KnowledgeSource.Open(Repository.PathOf("fhir-profiles"));
        var runs = CaseFolder.List(Repository.PathOf("tests", "cases", "v20-provisional-spondylolisthesis"))
            .Concat(CaseFolder.List(Repository.PathOf("tests", "cases", "v02-pt-five-weeks")))
            .ToList();
        var codings = new CaseCodings(runs);
        var before = source.Load(source.OnlyPlan(), siteParametersId: null).Rules.Terminology;
        var touchedAny = false;
        foreach (var mutation in MutationList.Of(source, "ValueSet/spondylolisthesis").Concat(MutationList.Of(source, "ValueSet/physical-therapy")))
        {
            var changed = source.With(mutation.Apply());
            var touched = codings.Affected(before, changed.Load(changed.OnlyPlan(), siteParametersId: null).Rules.Terminology);
            touchedAny |= touched.Count > 0;
            var runner = new CasesRunner(changed, updates: false);
            Assert.All(runs.Index().Where(run => !touched.Contains(run.Index)), run => Assert.True(runner.Run(run.Item).IsPassed, mutation.ToString()));
        }

        Assert.True(touchedAny);
    }

    private CliRun Try(params string[] options) => CliRun.Of(["test", _folder.Path, "--knowledge", Knowledge, "--mutations", .. options]);

    private void Expect(string expectation) => _folder.Write("few/expected.json", expectation);

    private void Explain(string place, string change) =>
        _folder.Write("mutations.json", $$"""{"survivors":[{"place":"{{place}}","change":"{{change}}","because":"An invented reason."}]}""");
}
