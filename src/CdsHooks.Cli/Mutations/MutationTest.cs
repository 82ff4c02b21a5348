using CdsHooks.Cli.Cases;
using CdsHooks.Cli.Plans;

namespace CdsHooks.Cli.Mutations;

/// <summary>Tries every change of the rules in memory and tells which no case notices.</summary>
/// <param name="directory">The folder of the rules.</param>
/// <param name="runs">The runs; those that fail without any change notice nothing and must be left out.</param>
internal sealed class MutationTest(string directory, IReadOnlyList<CaseRun> runs)
{
    /// <summary>Tries changes on all processors.</summary>
    /// <returns>A result for each, in the same order.</returns>
    public IReadOnlyList<MutationResult> Run(IReadOnlyList<Mutation> mutations)
    {
        var codings = new CaseCodings(runs);
        // What a source has loaded it keeps, and a getter of FHIR's types may make an empty list: each thread needs rules and runs of its own.
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
