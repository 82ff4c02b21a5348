using CdsHooks.Decision.Plan;
using CdsHooks.Workbench.Plans;

namespace CdsHooks.Workbench.Cases;

/// <summary>Judges cases under two sets of rules and finds those whose decision differs.</summary>
/// <param name="inForce">The rules in force.</param>
/// <param name="candidate">The candidate.</param>
internal sealed class CaseTrial(SiteRules inForce, SiteRules candidate)
{
    /// <summary>Judges all cases, on all processors but those that others may need.</summary>
    /// <param name="runs">The cases.</param>
    /// <param name="workers">The number of cases that are judged at the same time.</param>
    /// <param name="progress">Receives the number of cases that were judged so far; called by any thread.</param>
    /// <param name="cancellationToken">Ends the trial.</param>
    /// <exception cref="OperationCanceledException">The trial was cancelled.</exception>
    public CaseTurns Run(IReadOnlyList<CaseRun> runs, int workers, Action<int>? progress, CancellationToken cancellationToken)
    {
        var judges = (InForce: new CaseJudge(inForce.Source, inForce.SiteParameters), Candidate: new CaseJudge(candidate.Source, candidate.SiteParameters));
        var differing = new TurnedCase?[runs.Count];
        var judged = 0;
        Parallel.For(0, runs.Count, new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, workers), CancellationToken = cancellationToken }, index =>
        {
            TurnedCase both = new(runs[index], SideOutcome.Of(judges.InForce, runs[index]), SideOutcome.Of(judges.Candidate, runs[index]));

            // The others need not be kept: their records would fill the memory.
            differing[index] = both.IsTurned || both.IsReworded ? both : null;
            progress?.Invoke(Interlocked.Increment(ref judged));
        });
        var found = differing.OfType<TurnedCase>().ToList();
        return new CaseTurns(runs.Count, [.. found.Where(turned => turned.IsTurned)], [.. found.Where(turned => !turned.IsTurned)]);
    }
}

/// <summary>Rules as a site uses them.</summary>
/// <param name="Source">The rules.</param>
/// <param name="SiteParameters">The site parameters, from the folder or not; null for the plans' defaults.</param>
internal sealed record SiteRules(KnowledgeSource Source, KnowledgeResource? SiteParameters);
