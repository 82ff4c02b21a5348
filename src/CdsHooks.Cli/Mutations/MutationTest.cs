using CdsHooks.Workbench.Cases;
using CdsHooks.Workbench.Plans;

namespace CdsHooks.Cli.Mutations;

/// <summary>Tests mutations of the rules in memory.</summary>
/// <param name="directory">The folder of the rules.</param>
/// <param name="runs">The runs; must pass with the unchanged rules.</param>
internal sealed class MutationTest(string directory, IReadOnlyList<CaseRun> runs)
{
    /// <summary>Tests mutations on all processors.</summary>
    /// <returns>One result for each mutation, in the same order.</returns>
    public IReadOnlyList<MutationResult> Run(IReadOnlyList<Mutation> mutations)
    {
        var codings = new CaseCodings(runs);
        // A source caches what it loads, and getters of the FHIR types may create empty lists: each thread needs its own rules and runs.
        List<MutationTrial> trials =
            [.. Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new MutationTrial(KnowledgeSource.Open(directory), [.. runs.Select(Copy)], codings))];
        var results = new MutationResult[mutations.Count];
        var next = -1;
        Parallel.ForEach(trials, trial =>
        {
            for (var index = Interlocked.Increment(ref next); index < mutations.Count; index = Interlocked.Increment(ref next))
            {
                results[index] = trial.Try(mutations[index]);
            }
        });
        return results;
    }

    private static CaseRun Copy(CaseRun run) => run with
    {
        SiteParameters = run.SiteParameters with { Parameters = [.. run.SiteParameters.Parameters.Select(parameter => (parameter.Name, parameter.Value?.DeepClone()))] },
    };
}

/// <summary>Lists every mutation of the rules.</summary>
internal static class MutationList
{
    /// <summary>Lists the mutations of plans, then of site parameters, then of terminology.</summary>
    /// <param name="source">The rules.</param>
    /// <param name="place">A text that the place must contain; null for all places.</param>
    public static IReadOnlyList<Mutation> Of(KnowledgeSource source, string? place = null) =>
    [
        .. source.Plans.SelectMany(PlanMutations.Of)
            .Concat(SiteParametersMutations.Of(source))
            .Concat(source.Knowledge.Resources.SelectMany(TerminologyMutations.Of))
            .Where(mutation => place is null || mutation.Place.Contains(place, StringComparison.OrdinalIgnoreCase)),
    ];
}
