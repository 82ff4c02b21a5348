using CdsHooks.Decision.Evidence;
using CdsHooks.Fhir;

namespace CdsHooks.Decision.Rules;

/// <summary>Kind <c>medication-trial</c>: continuous supply of a drug class of at least so many days inside the look-back.</summary>
internal sealed class MedicationTrialCriterion(
    CriterionOutline outline, IReadOnlyList<EvidenceInput> inputs, bool absentIsUnknown, int minTrialDays, Duration? lookback)
    : LeafCriterion(outline, inputs, absentIsUnknown)
{
    public override CriterionState Assess(AssessmentContext context)
    {
        var tally = Tally.Take(Inputs, context);
        var from = lookback?.Before(context.Clock.AsOf) ?? DateOnly.MinValue;
        var today = context.Clock.Today;
        tally.SettleOldDoubts(from);
        var found = tally.Counts.ConvertAll(count => (count.Record, count.Input, Days: Supplied(count.Record, context)));
        var hopeful = CourseDays.Join(found.Select(supply => supply.Days.Possible.Within(from, today)));
        foreach (var (record, input, days) in found.Where(supply => supply.Days.Certain != supply.Days.Possible))
        {
            // A length that is not known raises doubt where it could make the trial long enough.
            if (hopeful.Any(run => run.Days >= minTrialDays && days.Possible.Within(run.From, run.Until).Days > 0))
            {
                tally.Doubts.Add((record, Reason.Unusable, DoubtScope.Always, input));
            }
        }

        var supplied = found.ConvertAll(supply => (supply.Record, Supplied: supply.Days.Certain.Within(DateOnly.MinValue, today)));
        var runs = CourseDays.Join(supplied.Select(supply => supply.Supplied.Within(from, today)));
        var longest = runs.Count == 0 ? default : runs.MaxBy(run => run.Days);
        if (longest.Days >= minTrialDays && runs.Count > 0)
        {
            List<EvidenceRecord> counted = [.. supplied.Where(supply => supply.Supplied.Within(longest.From, longest.Until).Days > 0).Select(supply => supply.Record)];
            return Met(Reason.Documented, counted, FactsOf(longest), Items(counted));
        }

        if (tally.Excepts.Count > 0)
        {
            return Met(Reason.ByException, [], evidence: Items(tally.Excepts));
        }

        if (runs.Count > 0)
        {
            return Fallen(context, tally, Reason.TooShort, facts: FactsOf(longest));
        }

        return supplied.Count == 0 ? Fallen(context, tally) : Spent(context, tally, supplied, from);
    }

    protected override IEnumerable<CriterionOutcome> OwnOutcomes =>
        lookback is null
            ? [CriterionOutcome.NotMet(Reason.TooShort)]
            : [CriterionOutcome.NotMet(Reason.TooShort), CriterionOutcome.NotMet(Reason.TooOld)];

    /// <summary>There was a supply, but not on any day of the look-back.</summary>
    private CriterionState Spent(AssessmentContext context, Tally tally, List<(EvidenceRecord Record, Stretch Supplied)> supplied, DateOnly from)
    {
        var last = supplied.Max(supply => supply.Supplied.Days > 0 ? supply.Supplied.Until.Plus(-1) : Least(supply.Supplied.From, context.Clock.Today));
        return Fallen(context, tally, last < from ? Reason.TooOld : Reason.TooShort, facts: new FindingFacts(Last: last));
    }

    /// <summary>The days a record covers whatever its missing parts are, and those it may cover; half-open.</summary>
    private static (Stretch Certain, Stretch Possible) Supplied(EvidenceRecord record, AssessmentContext context)
    {
        if (record.Start is not { } start)
        {
            return (default, new Stretch(DateOnly.MinValue, DateOnly.MaxValue));
        }

        var (shortest, longest) = record.Kind is EvidenceKind.MedicationStatement
            ? UntilOfStatement(record, context.Clock.Today)
            : UntilOfOrder(record, start, context.Clock.Today);
        return (new Stretch(start.Latest, shortest < start.Latest ? start.Latest : shortest), new Stretch(start.Earliest, longest));
    }

    private static (DateOnly Shortest, DateOnly Longest) UntilOfStatement(EvidenceRecord record, DateOnly today)
    {
        if (record.End is { } end)
        {
            return (end.Earliest.Plus(1), end.Latest.Plus(1));
        }

        return record.Supply is { IsActive: true } ? (today, today) : (DateOnly.MinValue, DateOnly.MaxValue);
    }

    private static (DateOnly Shortest, DateOnly Longest) UntilOfOrder(EvidenceRecord record, FhirDateTime start, DateOnly today)
    {
        var supply = record.Supply!;
        var (shortest, longest) = supply.Days is { } days
            ? (start.Earliest.Plus(days), start.Latest.Plus(days))
            : (DateOnly.MinValue, DateOnly.MaxValue);
        if (supply.IsStopped)
        {
            var stopped = supply.StoppedOn ?? DateOnly.MaxValue;
            var certain = supply.StoppedOn is null ? DateOnly.MinValue : stopped;
            return (supply.Days is null ? certain : Least(shortest, certain), Least(longest, stopped));
        }

        // Without any length, an active order is taken up to today.
        return supply is { Days: null, IsActive: true } ? (today, today) : (shortest, longest);
    }

    private static DateOnly Least(DateOnly one, DateOnly other) => one < other ? one : other;

    private static FindingFacts FactsOf(Stretch run) => new(Days: run.Days, First: run.From, Last: run.Until.Plus(-1));
}
