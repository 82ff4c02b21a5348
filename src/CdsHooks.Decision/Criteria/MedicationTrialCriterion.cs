using CdsHooks.Decision.Criteria.Matching;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Evidence;

namespace CdsHooks.Decision.Criteria;

/// <summary>Kind <c>medication-trial</c>: a continuous supply of a drug class for at least a given number of days in the look-back.</summary>
internal sealed class MedicationTrialCriterion(
    CriterionOutline outline, IReadOnlyList<EvidenceInput> inputs, bool absentIsUnknown, MedicationTrialCriterion.Limits limits)
    : LeafCriterion(outline, inputs, absentIsUnknown)
{
    private readonly bool _readsStopReasons = inputs.Any(input => input is { Role: InputRole.Excepts, IsDrug: true, NeedsStatusReason: true });

    /// <summary>The settings of the kind.</summary>
    internal sealed record Limits(int MinTrialDays, Duration? Lookback, int AssumedDays);

    public override Duration? Lookback => limits.Lookback;

    public override CriterionState Assess(AssessmentContext context)
    {
        var matches = InputMatches.Take(Inputs, context);
        matches.SettleOldDoubts(From(context), limits.AssumedDays);
        var found = matches.Counts.ConvertAll(count => (count.Record, count.Input, Days: Supplied(count.Record)));
        var state = Decide(context, matches, found);
        return found.Count + matches.Excepts.Count == 0 ? state : With(state, () => FiguresOf(context, matches, found));
    }

    public override RecordedResult? Judge(FindingFigures figures) => RecordedFigures.OfIntervals(figures, FigureKind.Supply, FigureKind.PossibleSupply, limits.MinTrialDays);

    private CriterionState Decide(
        AssessmentContext context, InputMatches matches, List<(EvidenceRecord Record, EvidenceInput Input, (DayInterval Certain, DayInterval Possible) Days)> found)
    {
        var (from, today) = (From(context), context.Clock.Today);
        var possible = CareDays.Join(found.Select(supply => supply.Days.Possible.Within(from, today)));
        var isOpen = false;
        foreach (var (record, input, days) in found)
        {
            // An unknown length raises doubt if it could make the trial long enough.
            var mayReach = days.Certain != days.Possible
                && possible.Any(run => run.Days >= limits.MinTrialDays && days.Possible.Within(run.From, run.Until).Days > 0);
            isOpen |= mayReach;
            if (MayHaveStoppedForHarm(record))
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
            // No days are reported if the length of a record is not known.
            return NotMetOrUnknown(context, matches, Reason.TooShort, facts: isOpen ? null : FactsOf(longest));
        }

        return supplied.Count == 0 ? NotMetOrUnknown(context, matches) : OutsideLookback(context, matches, supplied, from);
    }

    private DateOnly From(AssessmentContext context) => limits.Lookback?.Before(context.Clock.EvaluationDate) ?? DateOnly.MinValue;

    private FindingFigures FiguresOf(
        AssessmentContext context, InputMatches matches, List<(EvidenceRecord Record, EvidenceInput Input, (DayInterval Certain, DayInterval Possible) Days)> found)
    {
        var (from, today) = (From(context), context.Clock.Today);
        var certain = CareDays.Join(found.Select(supply => supply.Days.Certain.Within(from, today)));
        var inDoubt = found.FindAll(supply => supply.Days.Certain != supply.Days.Possible);
        var possible = CareDays.Join(found.Select(supply => supply.Days.Possible.Within(from, today)))
            .Where(run => inDoubt.Exists(supply => supply.Days.Possible.Within(run.From, run.Until).Days > 0));
        return new FindingFigures(
            [
                .. certain.Select(run => FigureOf(FigureKind.Supply, run, context)),
                .. possible.Select(run => FigureOf(FigureKind.PossibleSupply, run, context)),
                .. matches.Excepts.Take(1).Select(_ => new Figure(FigureKind.Exception)),
            ],
            OpenReason(context, matches, found.Count == 0 ? null : Reason.TooShort),
            Since: context.Clock.DaysTo(from));
    }

    private static Figure FigureOf(FigureKind kind, DayInterval run, AssessmentContext context) =>
        new(kind) { Value = run.Days, Unit = "d", From = context.Clock.DaysTo(run.From), Until = context.Clock.DaysTo(run.Until.Plus(-1)) };

    protected override IEnumerable<CriterionOutcome> OwnOutcomes => CriterionOutcome.Of(
        (true, CriterionOutcome.NotMet(Reason.TooShort)),
        (limits.Lookback is not null, CriterionOutcome.NotMet(Reason.TooOld)),
        (_readsStopReasons, CriterionOutcome.Unknown(Reason.NotCoded)));

    /// <summary>Determines whether a drug was stopped for a reason that no exception recognizes, which may be harm.</summary>
    private bool MayHaveStoppedForHarm(EvidenceRecord record) => _readsStopReasons && record is DrugRecord { Status.Value: "stopped", StatusReason.IsSaid: true };

    /// <summary>Gets the state when there was a supply, but not on any day of the look-back.</summary>
    private CriterionState OutsideLookback(AssessmentContext context, InputMatches matches, List<(EvidenceRecord Record, DayInterval Supplied)> supplied, DateOnly from)
    {
        var last = supplied.Max(supply => supply.Supplied.Days > 0 ? supply.Supplied.Until.Plus(-1) : DayArithmetic.Earlier(supply.Supplied.From, context.Clock.Today));
        return NotMetOrUnknown(context, matches, last < from ? Reason.TooOld : Reason.TooShort, facts: new FindingFacts(Last: last));
    }

    /// <summary>Gets the days that a record certainly covers, and those that it may cover; half-open.</summary>
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

    private static FindingFacts FactsOf(DayInterval run) => new(Days: run.Days, First: run.From, Last: run.Until.Plus(-1));
}
