using CdsHooks.Cli.Cases;
using CdsHooks.Cli.Plans;
using CdsHooks.Tests.Architecture;
using CdsHooks.Tests.Cards;
using Xunit;

namespace CdsHooks.Tests;

/// <summary>Every golden case and run. <c>UPDATE_GOLDEN=1</c> writes each response.json anew.</summary>
public sealed class GoldenCaseTests
{
    private static readonly bool Updates = Environment.GetEnvironmentVariable("UPDATE_GOLDEN") is "1";

    private static readonly CasesRunner Shipped = RunnerOf(Repository.PathOf("fhir-profiles"));

    private static readonly CasesRunner Second = RunnerOf(Repository.PathOf("tests", "second-procedure", "fhir-profiles"));

    private static readonly Dictionary<string, CaseRun> ShippedRuns = RunsOf(Repository.PathOf("tests", "cases"));

    private static readonly Dictionary<string, CaseRun> SecondRuns = RunsOf(Repository.PathOf("tests", "second-procedure", "cases"));

    public static TheoryData<string> Cases { get; } = [.. ShippedRuns.Keys];

    public static TheoryData<string> Kept { get; } = [.. ShippedRuns.Values.Where(run => run.Response is not null).Select(run => run.Name)];

    public static TheoryData<string> SecondProcedure { get; } = [.. SecondRuns.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_decision_is_what_the_case_says(string name) => AssertPasses(Shipped, ShippedRuns, name);

    [Theory]
    [MemberData(nameof(SecondProcedure))]
    public void A_second_procedure_needs_no_code(string name) => AssertPasses(Second, SecondRuns, name);

    [Theory]
    [MemberData(nameof(Kept))]
    public void The_kept_response_obeys_the_wire(string name)
    {
        var response = Repository.PathOf("tests", "cases", name, "response.json");

        Assert.True(File.Exists(response), "Every case keeps its response: cdshooks test --update writes it.");
        ResponseRules.AssertHold(File.ReadAllBytes(response));
    }

    private static void AssertPasses(CasesRunner runner, Dictionary<string, CaseRun> runs, string name)
    {
        var outcome = runner.Run(runs[name]);

        Assert.True(outcome.IsPassed, outcome.ToString());
    }

    private static CasesRunner RunnerOf(string folder) => new(KnowledgeSource.Open(folder), Updates);

    private static Dictionary<string, CaseRun> RunsOf(string folder) => CaseFolder.List(folder).ToDictionary(run => run.Name, StringComparer.Ordinal);
}
