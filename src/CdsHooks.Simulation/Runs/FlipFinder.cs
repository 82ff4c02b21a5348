using CdsHooks.Decision;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Simulation.Calls;
using CdsHooks.Simulation.Results;

namespace CdsHooks.Simulation.Runs;

/// <summary>Compares the judgements of two sets of rules about one call.</summary>
internal static class FlipFinder
{
    /// <summary>Finds the difference.</summary>
    /// <param name="shard">The number of the shard.</param>
    /// <param name="patientId">The patient.</param>
    /// <param name="call">The call.</param>
    /// <param name="served">The judgement of the rules in force.</param>
    /// <param name="candidate">The judgement of the candidate.</param>
    /// <param name="candidatePlan">The plan of the candidate.</param>
    /// <returns>The flip; null when both judge the same.</returns>
    public static Flip? Between(int shard, string patientId, SimulatedCall call, PlanJudgement served, PlanJudgement candidate, CompiledPlan candidatePlan)
    {
        var (from, to) = (OutcomeOf(served), OutcomeOf(candidate));
        var turns = TurnsOf(served, candidate, candidatePlan);
        var change = !(from.Name, from.Indicator).Equals((to.Name, to.Indicator)) ? Flip.ByCard
            : from != to ? Flip.ByRow
            : turns.Count > 0 ? Flip.ByCriterion
            : null;
        return change is null ? null : new Flip(shard, patientId, call.Date, CodeOf(call.Origin), call.Sources, change, from, to, turns);
    }

    /// <summary>Gets the outcome of a judgement.</summary>
    public static Outcome OutcomeOf(PlanJudgement judgement) => new(
        judgement.Choice?.Row.Card?.Id,
        judgement.Choice?.Indicator is { } indicator ? ReasonCodes.Kebab(indicator.ToString()) : null,
        judgement.Choice?.Row.Id ?? string.Empty);

    /// <summary>Gets the code of an origin, in kebab case.</summary>
    public static string CodeOf<T>(T value)
        where T : struct, Enum => ReasonCodes.Kebab(value.ToString());

    private static List<Turn> TurnsOf(PlanJudgement served, PlanJudgement candidate, CompiledPlan plan)
    {
        // Where one plan is about none of the orders, that is the reason, and not each of the other's criteria.
        if (served.Choice is null || candidate.Choice is null)
        {
            return [];
        }

        List<Turn> turns = [];
        foreach (var finding in candidate.Assessment.Criteria)
        {
            var before = served.Assessment.Find(finding.Id);
            if ((before is null || before.Result != finding.Result || before.Reason != finding.Reason) && plan.Rules.FindCriterion(finding.Id) is { Members.Count: 0 })
            {
                turns.Add(new Turn(finding.Id, before is null ? null : WordsOf(before), WordsOf(finding), RecordOf(finding) ?? RecordOf(before)));
            }
        }

        foreach (var before in served.Assessment.Criteria)
        {
            if (candidate.Assessment.Find(before.Id) is null)
            {
                turns.Add(new Turn(before.Id, WordsOf(before), To: null, RecordOf(before)));
            }
        }

        return turns;
    }

    private static string WordsOf(Finding finding) => $"{finding.Result.ToCode()} {finding.Reason.ToCode()}";

    private static TurnRecord? RecordOf(Finding? finding) => finding?.Evidence is [var newest, ..]
        ? new TurnRecord(newest.Reference, newest.Date, newest.Text, finding.Facts?.Days, finding.Facts?.Events)
        : null;
}
