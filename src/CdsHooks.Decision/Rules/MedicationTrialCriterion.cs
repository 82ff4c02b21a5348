using CdsHooks.Decision.Evidence;

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
        var tomorrow = context.Clock.Today.AddDays(1);
        List<(EvidenceRecord Record, Stretch Supplied)> supplied = [];
        foreach (var (record, input) in tally.Counts)
        {
            if (Supplied(record, context) is { } stretch)
            {
                supplied.Add((record, stretch.Within(DateOnly.MinValue, tomorrow)));
            }
            else
            {
                tally.Doubts.Add((record, Reason.Unusable, DoubtScope.Always, input));
            }
        }

        var runs = CourseDays.Join(supplied.Select(supply => supply.Supplied.Within(from, tomorrow)));
        var longest = runs.Count == 0 ? default : runs.MaxBy(run => run.Days);
        if (longest.Days >= minTrialDays)
        {
            List<EvidenceRecord> counted = [.. supplied.Where(supply => supply.Supplied.Within(longest.From, longest.Until).Days > 0).Select(supply => supply.Record)];
            return Met(Reason.Documented, counted, FactsOf(longest), Items(counted));
        }

        if (tally.Excepts.Count > 0)
        {
            return Met(Reason.ByException, [], evidence: Items(tally.Excepts));
        }

        if (supplied.Count == 0)
        {
            tally.Counts.Clear();
            return Fallen(context, tally);
        }

        return runs.Count > 0
            ? Fallen(context, tally, Reason.TooShort, facts: FactsOf(longest))
            : Fallen(context, tally, Reason.TooOld, facts: new FindingFacts(Last: supplied.Max(supply => supply.Supplied.Until).AddDays(-1)));
    }

    /// <summary>The days a record covers, half-open; null when its length cannot be derived.</summary>
    private Stretch? Supplied(EvidenceRecord record, AssessmentContext context)
    {
        if (record.Start is not { IsDay: true } start)
        {
            return null;
        }

        var first = start.Earliest;
        var supply = record.Supply;
        if (record.Kind is EvidenceKind.MedicationStatement)
        {
            return record.End switch
            {
                { IsDay: true } end => new Stretch(first, end.Earliest.AddDays(1)),
                null when supply?.IsActive is true => new Stretch(first, context.Clock.Today.AddDays(1)),
                _ => null,
            };
        }

        if (supply is { IsStopped: true })
        {
            return supply.StoppedOn is { } stopped ? Stopped(first, stopped, supply.Days) : null;
        }

        if (supply?.Days is { } days)
        {
            return new Stretch(first, first.AddDays(Whole(days)));
        }

        var isOldEnough = first.AddDays(minTrialDays) <= context.Clock.Today;
        return supply is { IsActive: true } && isOldEnough ? new Stretch(first, context.Clock.Today) : null;
    }

    private static Stretch Stopped(DateOnly first, DateOnly stopped, decimal? planned)
    {
        var end = stopped < first ? first : stopped;
        var plannedEnd = planned is { } days ? first.AddDays(Whole(days)) : end;
        return new Stretch(first, plannedEnd < end ? plannedEnd : end);
    }

    /// <summary>Whole days of a supply; more than ten years says no more than ten years.</summary>
    private static int Whole(decimal days) => (int)Math.Min(decimal.Floor(days), 3650);

    private static FindingFacts FactsOf(Stretch run) => new(Days: run.Days, First: run.From, Last: run.Until.AddDays(-1));
}
