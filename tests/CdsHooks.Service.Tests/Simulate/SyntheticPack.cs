using CdsHooks.Decision;
using CdsHooks.Service.Tests.Infrastructure;
using CdsHooks.Simulation.Cohort;
using CdsHooks.Simulation.Cohort.Output;
using CdsHooks.Workbench.Plans;

namespace CdsHooks.Service.Tests.Simulate;

/// <summary>Writes packs of the synthetic cohort, in two shards.</summary>
internal static class SyntheticPack
{
    private static readonly KnowledgeSource Source = KnowledgeSource.Open(Path.Combine(Some.Repository, "fhir-profiles"));
    private static readonly CompiledPlan Plan = Source.Load(Source.OnlyPlan(), siteParametersId: null);

    public static void Write(string folder, int patients)
    {
        Directory.CreateDirectory(folder);
        using PackedCohort files = new(folder, shards: 2, parts: 1);
        foreach (var patient in new CohortSource(Plan, Prevalences.Default, seed: 14).Read(0, patients))
        {
            files.Add(0, patient);
        }

        files.Prepare(0);
        files.Write(0);
        files.Complete();
    }
}
