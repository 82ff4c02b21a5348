using System.Text;
using System.Text.Json.Nodes;
using CdsHooks.Service.Tests.Infrastructure;
using CdsHooks.Tests.Architecture;
using CdsHooks.Workbench.Cases;
using CdsHooks.Workbench.Plans;
using Xunit;

namespace CdsHooks.Tests;

/// <summary>Every golden case and run. <c>UPDATE_GOLDEN=1</c> writes each response.json anew.</summary>
public sealed class GoldenCaseTests
{
    private static readonly bool Updates = Environment.GetEnvironmentVariable("UPDATE_GOLDEN") is "1";

    private static readonly CasesRunner Shipped = RunnerOf(Repository.PathOf("fhir-profiles"), Updates);

    private static readonly CasesRunner Comparing = RunnerOf(Repository.PathOf("fhir-profiles"), updates: false);

    private static readonly CasesRunner Second = RunnerOf(Repository.PathOf("tests", "second-procedure", "fhir-profiles"), Updates);

    private static readonly Dictionary<string, CaseRun> ShippedRuns = RunsOf(Repository.PathOf("tests", "cases"));

    private static readonly Dictionary<string, CaseRun> SecondRuns = RunsOf(Repository.PathOf("tests", "second-procedure", "cases"));

    public static TheoryData<string> Cases { get; } = [.. ShippedRuns.Keys];

    public static TheoryData<string> Kept { get; } = [.. ShippedRuns.Values.Where(run => run.Response is not null).Select(run => run.Name)];

    public static TheoryData<string> OfSigning { get; } =
        [.. ShippedRuns.Values.Where(run => run.Response is not null && IsSigned(run)).Select(run => run.Name)];

    public static TheoryData<string> SecondProcedure { get; } = [.. SecondRuns.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_decision_is_what_the_case_says(string name) => AssertPasses(Shipped, ShippedRuns[name]);

    [Theory]
    [MemberData(nameof(SecondProcedure))]
    public void A_second_procedure_needs_no_code(string name) => AssertPasses(Second, SecondRuns[name]);

    [Theory]
    [MemberData(nameof(Kept))]
    public void The_kept_response_obeys_the_wire(string name)
    {
        var response = Repository.PathOf("tests", "cases", name, "response.json");

        Assert.True(File.Exists(response), "Every case keeps its response: cdshooks test --update writes it.");
        HookResponse.AssertSound(File.ReadAllBytes(response));
    }

    [Theory]
    [MemberData(nameof(SecondProcedure))]
    public void The_kept_response_of_a_second_procedure_obeys_the_wire(string name)
    {
        if (SecondRuns[name].Response is { } response)
        {
            HookResponse.AssertSound(File.ReadAllBytes(response));
        }
    }

    [Theory]
    [MemberData(nameof(OfSigning))]
    public void Selecting_every_draft_says_what_signing_says(string name)
    {
        var run = ShippedRuns[name];
        var json = JsonNode.Parse(run.Request.Span)!;
        json["hook"] = "order-select";
        json["context"]!["selections"] = new JsonArray([.. json["context"]!["draftOrders"]!["entry"]!.AsArray()
            .Select(entry => (JsonNode)$"{entry!["resource"]!["resourceType"]}/{entry["resource"]!["id"]}")]);

        AssertPasses(Comparing, run with { Request = Encoding.UTF8.GetBytes(json.ToJsonString()) });
    }

    private static void AssertPasses(CasesRunner runner, CaseRun run)
    {
        var outcome = runner.Run(run);

        Assert.True(outcome.IsPassed, outcome.ToString());
    }

    private static bool IsSigned(CaseRun run) => run.Request.Span.IndexOf("\"order-sign\""u8) >= 0;

    private static CasesRunner RunnerOf(string folder, bool updates) => new(KnowledgeSource.Open(folder), updates);

    private static Dictionary<string, CaseRun> RunsOf(string folder) => CaseFolder.List(folder).ToDictionary(run => run.Name, StringComparer.Ordinal);
}
