using CdsHooks.Decision;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Simulation.Results;

namespace CdsHooks.Simulation.Runs;

/// <summary>Counts the results and reasons of the criteria of one plan.</summary>
/// <param name="plan">The plan.</param>
internal sealed class CriterionTally(CompiledPlan plan)
{
    private static readonly CriterionResult[] Results = Enum.GetValues<CriterionResult>();
    private static readonly Reason[] Reasons = Enum.GetValues<Reason>();

    private readonly long[] _counts = new long[plan.Rules.Criteria.Count * Results.Length * Reasons.Length];

    /// <summary>Counts an assessment by the plan.</summary>
    public void Add(Assessment assessment)
    {
        for (var index = 0; index < assessment.Criteria.Count; index++)
        {
            var finding = assessment.Criteria[index];
            _counts[IndexOf(index, finding.Result, finding.Reason)]++;
        }
    }

    /// <summary>Adds the counts to others.</summary>
    public void AddTo(Counts counts, string side)
    {
        for (var index = 0; index < plan.Rules.Criteria.Count; index++)
        {
            foreach (var result in Results)
            {
                foreach (var reason in Reasons)
                {
                    counts.Add(_counts[IndexOf(index, result, reason)], CountNames.Criterion, side, plan.Rules.Criteria[index].Id, result.ToCode(), reason.ToCode());
                }
            }
        }
    }

    private static int IndexOf(int criterion, CriterionResult result, Reason reason) => (((criterion * Results.Length) + (int)result) * Reasons.Length) + (int)reason;
}
