using CdsHooks.Decision.Evidence;

namespace CdsHooks.Decision.Rules;

/// <summary>Kind <c>care-duration</c>: from the first to the last day of the longest cluster of care that ends in the look-back.</summary>
internal sealed class CareDurationCriterion(
    CriterionOutline outline,
    IReadOnlyList<EvidenceInput> inputs,
    bool absentIsUnknown,
    CareDurationCriterion.Limits limits)
    : LeafCriterion(outline, inputs, absentIsUnknown)
{
    /// <summary>The settings of the kind.</summary>
    internal sealed record Limits(int MinDays, int FullDays, int ClusterGap, Duration? Lookback);

    public override CriterionState Assess(AssessmentContext context)
    {
        var tally = Tally.Take(Inputs, context);
        List<(EvidenceRecord Record, Stretch Covered)> covered = [];
        foreach (var (record, input) in tally.Counts.Concat(tally.Spans))
        {
            if (Covered(record, context) is { } stretch)
            {
                covered.Add((record, stretch));
            }
            else
            {
                tally.Doubts.Add((record, Reason.Unusable, DoubtScope.Always, input));
            }
        }

        // Stretches are half-open: two days that are a gap apart have their ends one day less apart.
        var clusters = CourseDays.Cluster(covered.Select(care => care.Covered), limits.ClusterGap - 1);
        var from = limits.Lookback?.Before(context.Clock.AsOf) ?? DateOnly.MinValue;
        List<Stretch> recent = [.. clusters.Where(cluster => cluster.Until > from)];
        if (recent.Count == 0)
        {
            return Fallen(context, tally, clusters.Count > 0 ? Reason.TooOld : null, facts: clusters.Count > 0 ? FactsOf(clusters[^1]) : null);
        }

        var longest = recent.MaxBy(cluster => cluster.Days);
        var facts = FactsOf(longest);
        List<EvidenceRecord> counted = [.. covered.Where(care => care.Covered.Within(longest.From, longest.Until).Days > 0).Select(care => care.Record)];
        return facts.Days >= limits.MinDays
            ? Met(Reason.Documented, counted, facts, Items(counted))
            : Fallen(context, tally, Reason.TooShort, Items(counted), facts);
    }

    private static Stretch? Covered(EvidenceRecord record, AssessmentContext context)
    {
        if (record.Start is not { IsDay: true } start)
        {
            return null;
        }

        var first = start.Earliest;
        var afterLast = first.AddDays(1);
        var tomorrow = context.Clock.Today.AddDays(1);
        if (record.End is { } end)
        {
            afterLast = end.Earliest.AddDays(1);
        }
        else if (record.Supply is { IsStopped: true } stopped)
        {
            var stop = stopped.StoppedOn ?? first;
            var planned = stopped.Days is { } plan ? first.AddDays(Whole(plan)) : stop;
            afterLast = (planned < stop ? planned : stop).AddDays(1);
        }
        else if (record.Supply?.Days is { } days)
        {
            // A supply's last covered day is the day it runs out.
            afterLast = first.AddDays(Whole(days) + 1);
        }
        else if (record.Supply?.IsActive is true)
        {
            afterLast = tomorrow;
        }

        return new Stretch(first, afterLast).Within(DateOnly.MinValue, tomorrow) is { Days: > 0 } stretch
            ? stretch
            : new Stretch(first, first.AddDays(1));
    }

    /// <summary>Whole days of a supply; more than ten years says no more than ten years.</summary>
    private static int Whole(decimal days) => (int)Math.Min(decimal.Floor(days), 3650);

    /// <summary>The duration is the last covered day minus the first.</summary>
    private FindingFacts FactsOf(Stretch cluster) => new(
        Days: cluster.Days - 1,
        First: cluster.From,
        Last: cluster.Until.AddDays(-1),
        IsFull: cluster.Days - 1 >= limits.FullDays);
}
