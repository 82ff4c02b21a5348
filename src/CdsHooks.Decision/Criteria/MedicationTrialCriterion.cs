using CdsHooks.Decision.Criteria.Matching;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Evidence;

namespace CdsHooks.Decision.Criteria;

/// <summary>Kind <c>medication-trial</c>: continuous supply of a drug class of at least so many days inside the look-back.</summary>
internal sealed class MedicationTrialCriterion(
    CriterionOutline outline, IReadOnlyList<EvidenceInput> inputs, bool absentIsUnknown, MedicationTrialCriterion.Limits limits)
    : LeafCriterion(outline, inputs, absentIsUnknown)
{
    private readonly bool _heedsStopReasons = inputs.Any(input => input is { Role: InputRole.Excepts, IsDrug: true, NeedsStatusReason: true });

    /// <summary>The settings of the kind.</summary>
    internal sealed record Limits(int MinTrialDays, Duration? Lookback, int AssumedDays);

    public override CriterionState Assess(AssessmentContext context)
    {
        var matches = InputMatches.Take(Inputs, context);
        var from = limits.Lookback?.Before(context.Clock.EvaluationDate) ?? DateOnly.MinValue;
        var today = context.Clock.Today;
        matches.SettleOldDoubts(from, limits.AssumedDays);
        var found = matches.Counts.ConvertAll(count => (count.Record, count.Input, Days: Supplied(count.Record)));
        var hopeful = CareDays.Join(found.Select(supply => supply.Days.Possible.Within(from, today)));
        var isOpen = false;
        foreach (var (record, input, days) in found)
        {
            // A length that is not known raises doubt where it could make the trial long enough.
            var mayReach = days.Certain != days.Possible
                && hopeful.Any(run => run.Days >= limits.MinTrialDays && days.Possible.Within(run.From, run.Until).Days > 0);
            isOpen |= mayReach;
            if (MayHaveDoneHarm(record))
            {
                matches.Doubts.Add((record, Reason.NotCoded, DoubtScope.Always, input));
            }
            else if (mayReach)
            {
                matches.Doubts.Add((record, Reason.Unusable, DoubtScope.Always, input));
            }
        }

        var supplied = found.ConvertAll(supply => (supply.Record, Supplied: supply.Days.Certain.Within(DateOnly.MinValue, today)));
        var runs = CareDays.Join(supplied.Select(supply => supply.Supplied.Within(from, today)));
        var longest = runs.Count == 0 ? default : runs.MaxBy(run => run.Days);
        if (longest.Days >= limits.MinTrialDays && runs.Count > 0)
        {
            List<EvidenceRecord> counted = [.. supplied.Where(supply => supply.Supplied.Within(longest.From, longest.Until).Days > 0).Select(supply => supply.Record)];
            return Met(Reason.Documented, counted, FactsOf(longest), Items(counted));
        }

        if (matches.Excepts.Count > 0)
        {
            return Met(Reason.ByException, [], evidence: Items(matches.Excepts));
        }

        if (runs.Count > 0)
        {
            // Of a record whose length is not known no days are told.
            return Fallen(context, matches, Reason.TooShort, facts: isOpen ? null : FactsOf(longest));
        }

        return supplied.Count == 0 ? Fallen(context, matches) : Spent(context, matches, supplied, from);
    }

    protected override IEnumerable<CriterionOutcome> OwnOutcomes
    {
        get
        {
            yield return CriterionOutcome.NotMet(Reason.TooShort);
            if (limits.Lookback is not null)
            {
                yield return CriterionOutcome.NotMet(Reason.TooOld);
            }

            if (_heedsStopReasons)
            {
                yield return CriterionOutcome.Unknown(Reason.NotCoded);
            }
        }
    }

    /// <summary>A drug that was stopped for a reason which no exception knows may have been stopped because it did harm.</summary>
    private bool MayHaveDoneHarm(EvidenceRecord record) => _heedsStopReasons && record is DrugRecord { Status.Value: "stopped", StatusReason.IsSaid: true };

    /// <summary>There was a supply, but not on any day of the look-back.</summary>
    private CriterionState Spent(AssessmentContext context, InputMatches matches, List<(EvidenceRecord Record, DayInterval Supplied)> supplied, DateOnly from)
    {
        var last = supplied.Max(supply => supply.Supplied.Days > 0 ? supply.Supplied.Until.Plus(-1) : Least(supply.Supplied.From, context.Clock.Today));
        return Fallen(context, matches, last < from ? Reason.TooOld : Reason.TooShort, facts: new FindingFacts(Last: last));
    }

    /// <summary>The days a record covers whatever its missing parts are, and those it may cover; half-open.</summary>
    private (DayInterval Certain, DayInterval Possible) Supplied(EvidenceRecord record)
    {
        if (record is not DrugRecord { Start: { } start } drug)
        {
            return (default, new DayInterval(DateOnly.MinValue, DateOnly.MaxValue));
        }

        var (least, most) = DrugLength.RunsOut(drug, start, limits.AssumedDays);
        var first = drug.Supply.IsOnlyAsserted ? DateOnly.MinValue : start.Earliest;
        return (new DayInterval(start.Latest, least > start.Latest ? least.Value : start.Latest), new DayInterval(first, most ?? DateOnly.MaxValue));
    }

    private static DateOnly Least(DateOnly one, DateOnly other) => one < other ? one : other;

    private static FindingFacts FactsOf(DayInterval run) => new(Days: run.Days, First: run.From, Last: run.Until.Plus(-1));
}
