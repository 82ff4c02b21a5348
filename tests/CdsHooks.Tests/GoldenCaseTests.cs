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

    public static TheoryData<string> Cases { get; } = NamesIn(Repository.PathOf("tests", "cases"));

    public static TheoryData<string> SecondProcedure { get; } = NamesIn(Repository.PathOf("tests", "second-procedure", "cases"));

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_decision_is_what_the_case_says(string name) => AssertPasses(Shipped, Repository.PathOf("tests", "cases"), name);

    [Theory]
    [MemberData(nameof(SecondProcedure))]
    public void A_second_procedure_needs_no_code(string name) => AssertPasses(Second, Repository.PathOf("tests", "second-procedure", "cases"), name);

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_kept_response_obeys_the_wire(string name)
    {
        var run = RunOf(Repository.PathOf("tests", "cases"), name);

        Assert.True(File.Exists(run.Response), "Every case keeps its response: cdshooks test --update writes it.");
        ResponseRules.AssertHold(File.ReadAllBytes(run.Response));
    }

    private static void AssertPasses(CasesRunner runner, string folder, string name)
    {
        var outcome = runner.Run(RunOf(folder, name));

        Assert.True(outcome.IsPassed, outcome.ToString());
    }

    private static CasesRunner RunnerOf(string folder) => new(KnowledgeSource.Open(folder), Updates);

    private static TheoryData<string> NamesIn(string folder) => [.. CaseFolder.List(folder).Select(run => run.Name)];

    private static CaseRun RunOf(string folder, string name) =>
        CaseFolder.List(folder).Single(run => string.Equals(run.Name, name, StringComparison.Ordinal));
}
