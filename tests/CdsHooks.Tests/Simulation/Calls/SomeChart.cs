using System.Text;
using CdsHooks.Decision;
using CdsHooks.Decision.Evidence;
using CdsHooks.Decision.Intake;
using CdsHooks.Simulation.Calls;
using CdsHooks.Simulation.Runs;
using CdsHooks.Tests.Architecture;
using CdsHooks.Workbench.Plans;

namespace CdsHooks.Tests.Simulation.Calls;

/// <summary>A chart of a few resources, and what a replay makes of it under the shipped rules.</summary>
internal static class SomeChart
{
    public const string Cpt = "http://www.ama-assn.org/go/cpt";
    public const string Patient = "p1";

    public static KnowledgeSource Source { get; } = KnowledgeSource.Open(Repository.PathOf("fhir-profiles"));

    public static CompiledPlan Rules { get; } = Source.Load(Source.OnlyPlan(), siteParametersId: null);

    public static IReadOnlySet<EvidenceKind> Everything { get; } = PrefetchKeys.All.Select(key => key.Kind).ToHashSet();

    public static string Birth => """{"resourceType":"Patient","id":"p1","birthDate":"1970-01-01"}""";

    /// <summary>An order for a lumbar fusion.</summary>
    public static string Order(string id, string? authoredOn, string status = "active", string intent = "order", string code = "22630", string more = "") =>
        $$"""{"resourceType":"ServiceRequest","id":"{{id}}","status":"{{status}}","intent":"{{intent}}","code":{"coding":[{"system":"{{Cpt}}","code":"{{code}}"}]},"subject":{"reference":"Patient/p1"}{{(authoredOn is null ? "" : $",\"authoredOn\":\"{authoredOn}\"")}}{{more}}}""";

    /// <summary>A lumbar fusion that was done.</summary>
    public static string Operation(string id, string? performed, string status = "completed", string code = "22630", string more = "") =>
        $$"""{"resourceType":"Procedure","id":"{{id}}","status":"{{status}}","code":{"coding":[{"system":"{{Cpt}}","code":"{{code}}"}]},"subject":{"reference":"Patient/p1"}{{(performed is null ? "" : $",\"performedDateTime\":\"{performed}\"")}}{{more}}}""";

    public static IReadOnlyList<ReadOnlyMemory<byte>> Bytes(params string[] resources) => [.. resources.Select(resource => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(resource))];

    public static IReadOnlyList<EvidenceSet> Sets(params string[] resources) => ChartScan.Read(Bytes(resources), Everything, Rules.Rules.Terminology, Rules.Rules.KeepAll);

    /// <summary>Finds the calls of a chart.</summary>
    public static FoundCalls CallsOf(params string[] resources) => new OrderReplay([Rules], default).Find(Patient, Sets(resources));

    /// <summary>The resources of a chart as of the day of its only call.</summary>
    public static IReadOnlyList<RawResource> AsOf(params string[] resources)
    {
        var sets = Sets(resources);
        return [.. ChartAsOf.Of(sets, new OrderReplay([Rules], default).Find(Patient, sets).Calls.Single()).SelectMany(set => set.Resources)];
    }

    /// <summary>Judges a chart under the shipped rules.</summary>
    public static JudgedChart? Judge(params string[] resources)
    {
        var rules = new SimulatedRules(RulesLoader.Side(Source, "version", plan: null, siteParameters: null, []), Candidate: null, []);
        return new ChartJudge(rules, new OrderReplay(rules.Sides, default), Everything).Judge(Patient, Bytes(resources));
    }
}
