using CdsHooks.Decision.Criteria.Results;

namespace CdsHooks.Workbench.Cases;

/// <summary>A criterion whose result differs between two sets of rules.</summary>
/// <param name="Id">The id of the criterion.</param>
/// <param name="InForce">The finding with the rules in force; null where it is switched off.</param>
/// <param name="Candidate">The finding with the candidate; null where it is switched off.</param>
internal sealed record TurnedCriterion(string Id, Finding? InForce, Finding? Candidate)
{
    /// <summary>Lists the criteria that differ.</summary>
    public static IReadOnlyList<TurnedCriterion> Between(SideOutcome inForce, SideOutcome candidate)
    {
        if (inForce.Judged is null || candidate.Judged is null)
        {
            return [];
        }

        var (before, after) = (inForce.Judged.Call.Decision.Assessment, candidate.Judged.Call.Decision.Assessment);
        return
        [
            .. before.Criteria.Concat(after.Criteria)
                .Select(finding => finding.Id)
                .Distinct(StringComparer.Ordinal)
                .Select(id => new TurnedCriterion(id, before.Find(id), after.Find(id)))
                .Where(criterion => criterion.InForce?.Result != criterion.Candidate?.Result),
        ];
    }
}
