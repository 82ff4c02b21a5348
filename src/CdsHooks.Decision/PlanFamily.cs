using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Evidence;

namespace CdsHooks.Decision;

/// <summary>
/// Plans that judge the same charts, such as one plan with several values of a parameter. What a criterion of the first finds is taken over by the
/// others where all that it reads is the same: their judgements are those that <see cref="CompiledPlan.Judge"/> would give. Thread-safe.
/// </summary>
public sealed class PlanFamily
{
    private readonly CompiledPlan[] _plans;
    private readonly int[][] _same;

    /// <summary>Initializes a new instance of the <see cref="PlanFamily"/> class.</summary>
    /// <param name="plans">The plans, of one or several definitions, at least one; all with the same terminology.</param>
    /// <exception cref="ArgumentException">There is none, or the terminologies differ.</exception>
    public PlanFamily(IReadOnlyList<CompiledPlan> plans)
    {
        if (plans.Count is 0 || plans.Any(plan => !ReferenceEquals(plan.Rules.Terminology, plans[0].Rules.Terminology)))
        {
            throw new ArgumentException("Plans of a family read a chart by the same codes.", nameof(plans));
        }

        _plans = [.. plans];
        _same = [.. plans.Select(plan => plan.Rules.SameAs(plans[0].Rules))];
    }

    /// <summary>Judges a chart by every plan.</summary>
    /// <param name="record">The evidence, read with the codes of the plans' terminology.</param>
    /// <param name="clock">The evaluation date and today.</param>
    /// <returns>The judgements, in the order of the plans.</returns>
    public IReadOnlyList<PlanJudgement> Judge(PatientRecord record, AssessmentClock clock)
    {
        var judgements = new PlanJudgement[_plans.Length];
        var first = _plans[0].Rules.Begin(record, _plans[0].Rules.Match(record.Orders), clock);
        judgements[0] = _plans[0].Conclude(first);
        for (var index = 1; index < _plans.Length; index++)
        {
            var rules = _plans[index].Rules;
            var context = rules.Begin(record, rules.Match(record.Orders), clock);
            context.TakeOver(first, _same[index]);
            judgements[index] = _plans[index].Conclude(context);
        }

        return judgements;
    }
}
