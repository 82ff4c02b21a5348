using CdsHooks.Decision;
using CdsHooks.Decision.Cards;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Simulation.Cohort.Blocks;

namespace CdsHooks.Simulation.Cohort;

/// <summary>Concludes groups, row and card from the results that were put into a chart. It never reads the chart.</summary>
/// <param name="plan">The plan.</param>
internal sealed class ExpectedDecision(CompiledPlan plan)
{
    /// <summary>The results of an empty chart that are not "not documented".</summary>
    private static readonly Dictionary<string, Outcome> OfNothing = new(StringComparer.Ordinal)
    {
        ["manual-occupation"] = Outcome.Unknown("manual-occupation", Reason.NotStated),
        ["many-levels"] = Outcome.NotMet("many-levels", Reason.TooFew),
        ["fusion-order"] = Outcome.Met("fusion-order"),
    };

    /// <summary>Concludes from the results of the leaves.</summary>
    /// <param name="outcomes">The results that differ from those of an empty chart with a plain order.</param>
    /// <param name="asOf">The day of the order.</param>
    public (IReadOnlyList<Finding> Criteria, CardChoice Choice) Conclude(IReadOnlyDictionary<string, Outcome> outcomes, DateOnly asOf)
    {
        var criteria = plan.Rules.Conclude(id => FindingOf(id, outcomes));
        var assessment = new Assessment(plan.Rules.Canonical, plan.Rules.SiteParameters, new AssessmentClock(asOf, asOf), criteria, []);
        return (criteria, plan.Cards.Choose(assessment));
    }

    private static Finding FindingOf(string criterion, IReadOnlyDictionary<string, Outcome> outcomes)
    {
        var outcome = outcomes.TryGetValue(criterion, out var stated) ? stated
            : OfNothing.TryGetValue(criterion, out var usual) ? usual
            : Outcome.NotMet(criterion);
        return new Finding(criterion, outcome.Result, outcome.Reason, []);
    }
}
