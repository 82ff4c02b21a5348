using CdsHooks.Decision;
using CdsHooks.Tests.Architecture;
using CdsHooks.Workbench.Cases;
using CdsHooks.Workbench.Plans;

namespace CdsHooks.Tests.Synthetic;

/// <summary>
/// The patients that generated charts are mixed into: of the vignettes, and of the cases that show the rows of the
/// decision table, the first run for every row, card and indicator.
/// </summary>
internal static class SyntheticBases
{
    public static KnowledgeSource Knowledge { get; } = KnowledgeSource.Open(Repository.PathOf("fhir-profiles"));

    public static CasesRunner Runner { get; } = new(Knowledge, updates: false);

    public static CompiledPlan Plan { get; } = Knowledge.Load(Knowledge.OnlyPlan(), siteParametersId: null);

    public static Relevance Relevance { get; } = new(Knowledge.OnlyPlan(), Plan.Rules.Terminology);

    /// <summary>Gets the runs with what came of them, as they stand.</summary>
    public static IReadOnlyList<(CaseRun Run, DecisionResult Result)> All { get; } =
    [
        .. new[] { "v*", "card-rows-*" }
            .SelectMany(pattern => Directory.GetDirectories(Repository.PathOf("tests", "cases"), pattern).Order(StringComparer.Ordinal))
            .SelectMany(CaseFolder.List)
            .Select(run => run with { Response = null })
            .Select(run => (Run: run, Result: Decide(run)))
            .GroupBy(item => $"{item.Result.Row} {item.Result.Card.Split(':')[0]}", StringComparer.Ordinal)
            .Select(row => row.First()),
    ];

    /// <summary>The patient with axial back pain of whom nothing else is on file.</summary>
    public static CaseRun BackPain { get; } = CaseFolder.List(Repository.PathOf("tests", "cases", "v18-nothing-documented"))[0] with { Response = null };

    public static DecisionResult Decide(CaseRun run) => DecisionResult.Of(Runner.Run(run).Call);

    public static DecisionResult Decide(CaseRun run, ReadOnlyMemory<byte> request) => Decide(run with { Request = request });
}
