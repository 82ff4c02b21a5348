using CdsHooks.Decision;
using CdsHooks.Decision.Plan;

namespace CdsHooks.Benchmarks.Samples;

/// <summary>The lumbar fusion plan as shipped.</summary>
internal static class Fusion
{
    private const string Canonical = "https://cdshooks.example.org/fhir/PlanDefinition/lumbar-fusion";

    /// <summary>Loads the plan with its own defaults.</summary>
    /// <returns>The plan.</returns>
    /// <exception cref="InvalidOperationException">The knowledge has issues.</exception>
    public static CompiledPlan Load()
    {
        var issues = new IssueList();
        var knowledge = KnowledgeFiles.ReadDirectory(Path.Combine(Repository.Root, "fhir-profiles"), issues);
        var result = new PlanLoader(knowledge).Load(Canonical);
        return result.Plan
            ?? throw new InvalidOperationException(string.Join(Environment.NewLine, issues.Issues.Concat(result.Issues)));
    }
}
