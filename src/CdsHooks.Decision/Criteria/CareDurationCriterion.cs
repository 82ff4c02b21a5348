using CdsHooks.Decision.Criteria.Matching;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Evidence;
using CdsHooks.Fhir;

namespace CdsHooks.Decision.Criteria;

/// <summary>Kind <c>care-duration</c>: from the first to the last day of the longest cluster of care that ends in the look-back.</summary>
internal sealed class CareDurationCriterion(
    CriterionOutline outline,
    IReadOnlyList<EvidenceInput> inputs,
    bool absentIsUnknown,
    CareDurationCriterion.Limits limits)
    : LeafCriterion(outline, inputs, absentIsUnknown)
{
    /// <summary>The settings of the kind.</summary>
    internal sealed record Limits(int MinDays, int FullDays, int ClusterGap, Duration? Lookback, int AssumedDays);

    public override CriterionState Assess(AssessmentContext context)
    {
        var matches = InputMatches.Take(Inputs, context);
        var from = limits.Lookback?.Before(context.Clock.EvaluationDate) ?? DateOnly.MinValue;
        matches.SettleOldDoubts(from, limits.AssumedDays);
        var found = matches.Counts.Concat(matches.Spans).Select(count => (count.Record, count.Input, Days: Covered(count.Record, context))).ToList();

        // One record is judged once: what counts by one input is not in doubt by another.
        matches.Doubts.RemoveAll(doubt => found.Exists(care => ReferenceEquals(care.Record, doubt.Record)));
        var hopeful = Clusters(found.Select(care => care.Days.Possible)).Where(cluster => cluster.Within(from, DateOnly.MaxValue).Days > limits.MinDays).ToList();
        var isOpen = false;
        foreach (var (record, input, days) in found.Where(care => care.Days.Certain != care.Days.Possible))
        {
            // A day that is not known raises doubt where it could make the care long enough.
            if (hopeful.Exists(cluster => days.Possible.Within(cluster.From, cluster.Until).Days > 0))
            {
                matches.Doubts.Add((record, Reason.Unusable, DoubtScope.Always, input));
                isOpen = true;
            }
        }

        var clusters = SureClusters(found.ConvertAll(care => (care.Record, care.Days.Certain)));
        List<SureCluster> recent = clusters.FindAll(cluster => cluster.Last >= from);
        if (recent.Count == 0)
        {
            var isLate = found.Exists(care => care.Days.Possible.Until > from);
            var reason = isLate ? Reason.TooShort : Reason.TooOld;
            return Fallen(context, matches, found.Count > 0 ? reason : null, facts: clusters.Count > 0 && !isOpen ? FactsOf(clusters[^1], DateOnly.MinValue) : null);
        }

        // What lies before the look-back does not make care longer.
        var longest = recent.MaxBy(cluster => cluster.DaysFrom(from))!;
        var facts = FactsOf(longest, from);
        return facts.Days >= limits.MinDays
            ? Met(Reason.Documented, longest.Records, facts, Items(longest.Records))
            : Fallen(context, matches, Reason.TooShort, Items(longest.Records), isOpen ? null : facts);
    }

    protected override IEnumerable<CriterionOutcome> OwnOutcomes =>
        limits.Lookback is null
            ? [CriterionOutcome.NotMet(Reason.TooShort)]
            : [CriterionOutcome.NotMet(Reason.TooShort), CriterionOutcome.NotMet(Reason.TooOld)];

    /// <summary>Intervals are half-open: two days that are a gap apart have their ends one day less apart.</summary>
    private IReadOnlyList<DayInterval> Clusters(IEnumerable<DayInterval> intervals) => CareDays.Cluster(intervals, limits.ClusterGap - 1);

    /// <summary>
    /// The clusters there are whichever day the imprecise records mean. Such a record's interval begins at the latest day it may
    /// have begun and ends at the earliest it may have ended, so it may be inverted; it joins where even its farthest day is near
    /// enough, stands alone where not, and never parts what is near without it.
    /// </summary>
    private List<SureCluster> SureClusters(List<(EvidenceRecord Record, DayInterval Days)> found)
    {
        List<SureCluster> clusters = [];
        foreach (var (record, days) in found.OrderBy(care => care.Days.From).ThenBy(care => care.Days.Until).Where(care => care.Days != default))
        {
            var cluster = new SureCluster(record, days.From, days.Until.Plus(-1));
            foreach (var near in clusters.FindAll(other => other.IsNear(cluster, limits.ClusterGap)))
            {
                cluster = near.Join(cluster);
                clusters.Remove(near);
            }

            clusters.Add(cluster);
        }

        return clusters;
    }

    /// <summary>The days a record covers whatever its missing parts are, and those it may cover, up to today.</summary>
    private (DayInterval Certain, DayInterval Possible) Covered(EvidenceRecord record, AssessmentContext context)
    {
        var tomorrow = context.Clock.LastDayOf(record).Plus(1);
        if (record.Start is not { } start)
        {
            return (default, new DayInterval(DateOnly.MinValue, tomorrow));
        }

        var (least, most) = LastDays(record, start);
        var first = record is DrugRecord { Supply.IsOnlyAsserted: true } ? DateOnly.MinValue : start.Earliest;
        return (
            new DayInterval(start.Latest, Least(Later(least, start.Earliest).Plus(1), tomorrow)),
            new DayInterval(first, Least((most is null ? tomorrow : Later(most, start.Latest)).Plus(1), tomorrow)));
    }

    /// <summary>
    /// The last day that a record covers, at the earliest and at the latest; null where it does not tell how long a drug was taken or
    /// a course went on. A supply's last covered day is the day it runs out.
    /// </summary>
    private (DateOnly? Least, DateOnly? Most) LastDays(EvidenceRecord record, FhirDateTime start)
    {
        if (record is DrugRecord drug)
        {
            var (least, most) = DrugLength.RunsOut(drug, start, limits.AssumedDays);
            return record.End is null ? (least, most) : (least?.Plus(-1), most?.Plus(-1));
        }

        return record switch
        {
            { End: { } end } => (end.Earliest, end.Latest),
            { Kind: EvidenceKind.Procedure } => (null, null),
            _ => (start.Earliest, start.Latest),
        };
    }

    private static DateOnly Later(DateOnly? one, DateOnly other) => one > other ? one.Value : other;

    private static DateOnly Least(DateOnly one, DateOnly other) => one < other ? one : other;

    /// <summary>The duration is the last covered day minus the first, of those in the look-back.</summary>
    private FindingFacts FactsOf(SureCluster cluster, DateOnly from) => new(
        Days: Math.Max(cluster.DaysFrom(from), 0),
        First: cluster.First > from ? cluster.First : from,
        Last: cluster.Last,
        IsFull: cluster.DaysFrom(from) >= limits.FullDays);

    /// <summary>A cluster with the latest first and the earliest last day it can have.</summary>
    private sealed class SureCluster(EvidenceRecord record, DateOnly first, DateOnly last)
    {
        private readonly List<EvidenceRecord> _records = [record];

        public IReadOnlyList<EvidenceRecord> Records => _records;

        public DateOnly First { get; private set; } = first;

        public DateOnly Last { get; private set; } = last;

        public int DaysFrom(DateOnly day) => Last.DayNumber - (First > day ? First : day).DayNumber;

        public bool IsNear(SureCluster other, int gap) =>
            other.First.DayNumber - Last.DayNumber <= gap && First.DayNumber - other.Last.DayNumber <= gap;

        public SureCluster Join(SureCluster other)
        {
            _records.AddRange(other._records);
            First = other.First < First ? other.First : First;
            Last = other.Last > Last ? other.Last : Last;
            return this;
        }
    }
}
