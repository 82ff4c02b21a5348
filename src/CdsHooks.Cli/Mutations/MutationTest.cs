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
        var results = new MutationResult[mutations.Count];
        // Reading a resource may note what is wrong with it, so that each thread needs its own.
        Parallel.For(
            0,
            mutations.Count,
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
            () => new MutationTrial(KnowledgeSource.Open(directory), runs, codings),
            (index, _, trial) =>
            {
                results[index] = trial.Try(mutations[index]);
                return trial;
            },
            _ => { });
        return results;
    }
}
