namespace CdsHooks.Service.Pages.Analytics;

/// <summary>The criteria that made no difference between the decisions of an analysis.</summary>
/// <remarks>
/// A criterion that had the same result in every decision tells no two of them apart. One that no matching row asks for, itself or
/// through a group, was no condition of an answer; it may still have kept another row from matching, which counts cannot show.
/// With the same result in n of n decisions, another result is to be expected in at most 3 of n (95 %, the rule of three).
/// </remarks>
/// <param name="Decisions">The number of decisions.</param>
/// <param name="Constant">The criteria with the same result in all their decisions.</param>
/// <param name="Unasked">The other criteria that no row that matched asks for.</param>
internal sealed record IdleCriteria(long Decisions, IReadOnlyList<ConstantCriterion> Constant, IReadOnlyList<string> Unasked)
{
    /// <summary>The number of decisions under which nothing is said.</summary>
    public const long Enough = 30;

    /// <summary>Finds them.</summary>
    public static IdleCriteria Find(Analysis analysis, PlanNames names)
    {
        var judged = names.InOrder(analysis.Criteria.Where(criterion => !names.IsAboutOrders(criterion.Key)), criterion => criterion.Key).ToList();
        List<ConstantCriterion> constant = [.. judged.Select(criterion => ConstantOf(criterion.Key, criterion.Value)).OfType<ConstantCriterion>()];
        var asked = analysis.Rows.Where(row => row.Value.Decisions > 0).SelectMany(row => names.CriteriaOf(row.Key)).ToHashSet(StringComparer.Ordinal);
        var known = constant.Select(criterion => criterion.Id).ToHashSet(StringComparer.Ordinal);
        return new IdleCriteria(
            analysis.Rows.Values.Sum(row => row.Decisions),
            constant,
            [.. judged.Select(criterion => criterion.Key).Where(id => !known.Contains(id) && !asked.Contains(id) && names.Criterion(id) is not null)]);
    }

    private static ConstantCriterion? ConstantOf(string id, Counts<OutcomeCount> outcomes)
    {
        var results = outcomes.Select(outcome => outcome.Key.Split(' ')[0]).Distinct(StringComparer.Ordinal).ToList();
        var decisions = outcomes.Values.Sum(outcome => outcome.Decisions);
        return results is [var result] && decisions >= Enough ? new ConstantCriterion(id, result, [.. outcomes.Keys], decisions) : null;
    }
}

/// <summary>A criterion that always had the same result.</summary>
/// <param name="Id">The id.</param>
/// <param name="Result">The result.</param>
/// <param name="Outcomes">The outcomes: the result with each reason for it.</param>
/// <param name="Decisions">The number of decisions.</param>
internal sealed record ConstantCriterion(string Id, string Result, IReadOnlyList<string> Outcomes, long Decisions)
{
    private const decimal RuleOfThree = 3;

    /// <summary>Gets the share of decisions in which another result is to be expected at most (95 %).</summary>
    public string AtMost => (RuleOfThree * 100 / Decisions).ToString("0.##", System.Globalization.CultureInfo.InvariantCulture) + " %";
}
