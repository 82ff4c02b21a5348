using CdsHooks.Decision.Plan;
using CdsHooks.Workbench.Plans;

namespace CdsHooks.Workbench.Cases;

/// <summary>Judges cases under two sets of rules and finds those whose decision differs.</summary>
/// <param name="inForce">The rules in force.</param>
/// <param name="candidate">The candidate.</param>
internal sealed class CaseTrial(SiteRules inForce, SiteRules candidate)
{
    /// <summary>Judges all cases. One case takes about a millisecond of a processor, and each combination of values that cases set themselves some ten more.</summary>
    /// <param name="runs">The cases.</param>
    /// <param name="workers">The number of cases that are judged at the same time.</param>
    /// <param name="progress">Receives the number of cases that were judged so far; called by any thread.</param>
    /// <param name="cancellationToken">Ends the trial.</param>
    /// <exception cref="OperationCanceledException">The trial was cancelled.</exception>
    public CaseTurns Run(IReadOnlyList<CaseRun> runs, int workers, Action<int>? progress, CancellationToken cancellationToken)
    {
        var judges = (InForce: new CaseJudge(inForce.Source, inForce.SiteParameters), Candidate: new CaseJudge(candidate.Source, candidate.SiteParameters));
        var turned = new TurnedCase?[runs.Count];
        var reworded = new CaseRun?[runs.Count];
        var judged = 0;
        Parallel.For(0, runs.Count, new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, workers), CancellationToken = cancellationToken }, index =>
        {
            TurnedCase both = new(runs[index], SideOutcome.Of(judges.InForce, runs[index]), SideOutcome.Of(judges.Candidate, runs[index]));

            // A threshold is in the words of many cards: only what turned is kept, or the outcomes would fill the memory.
            turned[index] = both.IsTurned ? both : null;
            reworded[index] = !both.IsTurned && both.IsReworded ? runs[index] : null;
            progress?.Invoke(Interlocked.Increment(ref judged));
        });
        return new CaseTurns(runs.Count, [.. turned.OfType<TurnedCase>()], [.. reworded.OfType<CaseRun>()]);
    }
}

/// <summary>Rules as a site uses them.</summary>
/// <param name="Source">The rules.</param>
/// <param name="SiteParameters">The site parameters, from the folder or not; null for the plans' defaults.</param>
internal sealed record SiteRules(KnowledgeSource Source, KnowledgeResource? SiteParameters);
