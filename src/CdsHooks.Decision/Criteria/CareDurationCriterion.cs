using CdsHooks.Decision.Criteria.Matching;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Evidence;
using CdsHooks.Fhir;

namespace CdsHooks.Decision.Criteria;

/// <summary>Kind <c>care-duration</c>: the time from the first to the last day of the longest cluster of care that ends in the look-back.</summary>
internal sealed class CareDurationCriterion(
    CriterionOutline outline,
    IReadOnlyList<EvidenceInput> inputs,
    bool absentIsUnknown,
    CareDurationCriterion.Limits limits)
    : LeafCriterion(outline, inputs, absentIsUnknown)
{
    /// <summary>The settings of the kind.</summary>
    internal sealed record Limits(int MinDays, int FullDays, int ClusterGap, Duration? Lookback, int AssumedDays);

    public override Duration? Lookback => limits.Lookback;

    public override CriterionState Assess(AssessmentContext context)
    {
        var matches = InputMatches.Take(Inputs, context);
        matches.SettleOldDoubts(From(context), limits.AssumedDays);
        var found = matches.Counts.Concat(matches.Spans).Select(count => (count.Record, count.Input, Days: Covered(count.Record, context))).ToList();

        var state = Decide(context, matches, found);
        return found.Count == 0 ? state : With(state, () => FiguresOf(context, matches, found));
    }

    public override RecordedResult? Judge(FindingFigures figures) => RecordedFigures.OfIntervals(figures, FigureKind.Care, FigureKind.PossibleCare, limits.MinDays) with
    {
        Facts = figures.Items.Where(figure => figure.Kind is FigureKind.Care).Max(figure => figure.Value) is { } days ? new FindingFacts(Days: (int)days, IsFull: days >= limits.FullDays) : null,
    };

    private CriterionState Decide(
        AssessmentContext context, InputMatches matches, List<(EvidenceRecord Record, EvidenceInput Input, (DayInterval Certain, DayInterval Possible) Days)> found)
    {
        var from = From(context);

        // Each record is judged once: a record that counts for one input is not in doubt for another.
        matches.Doubts.RemoveAll(doubt => found.Exists(care => ReferenceEquals(care.Record, doubt.Record)));
        var possible = Clusters(found.Select(care => care.Days.Possible)).Where(cluster => cluster.Within(from, DateOnly.MaxValue).Days > limits.MinDays).ToList();
        var isOpen = false;
        foreach (var (record, input, days) in found.Where(care => care.Days.Certain != care.Days.Possible))
        {
            // An unknown day raises doubt if it could make the care long enough.
            if (possible.Exists(cluster => days.Possible.Within(cluster.From, cluster.Until).Days > 0))
            {
                matches.Doubts.Add((record, Reason.Unusable, DoubtScope.Always, input));
                isOpen = true;
            }
        }

        var clusters = CertainClusters(found.ConvertAll(care => (care.Record, care.Days.Certain)));
        List<CertainCluster> recent = clusters.FindAll(cluster => cluster.Last >= from);
        if (recent.Count == 0)
        {
            var isLate = found.Exists(care => care.Days.Possible.Until > from);
            var reason = isLate ? Reason.TooShort : Reason.TooOld;
            return NotMetOrUnknown(context, matches, found.Count > 0 ? reason : null, facts: clusters.Count > 0 && !isOpen ? FactsOf(clusters[^1], DateOnly.MinValue) : null);
        }

        // Days before the look-back do not make the care longer.
        var longest = recent.MaxBy(cluster => cluster.DaysFrom(from))!;
        var facts = FactsOf(longest, from);
        return facts.Days >= limits.MinDays
            ? Met(Reason.Documented, longest.Records, facts, Items(longest.Records))
            : NotMetOrUnknown(context, matches, Reason.TooShort, Items(longest.Records), isOpen ? null : facts);
    }

    private DateOnly From(AssessmentContext context) => limits.Lookback?.Before(context.Clock.EvaluationDate) ?? DateOnly.MinValue;

    private FindingFigures FiguresOf(
        AssessmentContext context, InputMatches matches, List<(EvidenceRecord Record, EvidenceInput Input, (DayInterval Certain, DayInterval Possible) Days)> found)
    {
        var from = From(context);
        var certain = CertainClusters(found.ConvertAll(care => (care.Record, care.Days.Certain))).FindAll(cluster => cluster.Last >= from);
        var inDoubt = found.FindAll(care => care.Days.Certain != care.Days.Possible);
        var possible = Clusters(found.Select(care => care.Days.Possible))
            .Where(cluster => cluster.Within(from, DateOnly.MaxValue).Days > 0 && inDoubt.Exists(care => care.Days.Possible.Within(cluster.From, cluster.Until).Days > 0));
        return new FindingFigures(
            [
                .. certain.Select(cluster => FigureOf(FigureKind.Care, (cluster.First, cluster.Last, cluster.DaysFrom(from)), from, context)),
                .. possible.Select(cluster => FigureOf(FigureKind.PossibleCare, (cluster.From, cluster.Until.Plus(-1), cluster.Within(from, DateOnly.MaxValue).Days - 1), from, context)),
            ],
            OpenReason(context, matches, found.Count == 0 ? null : Reason.TooShort),
            Since: context.Clock.DaysTo(from));
    }

    private static Figure FigureOf(FigureKind kind, (DateOnly First, DateOnly Last, int Days) cluster, DateOnly from, AssessmentContext context) => new(kind)
    {
        Value = Math.Max(cluster.Days, 0),
        Unit = "d",
        From = context.Clock.DaysTo(Later(cluster.First, from)),
        Until = context.Clock.DaysTo(cluster.Last),
    };

    protected override IEnumerable<CriterionOutcome> OwnOutcomes =>
        CriterionOutcome.Of((true, CriterionOutcome.NotMet(Reason.TooShort)), (limits.Lookback is not null, CriterionOutcome.NotMet(Reason.TooOld)));

    /// <summary>Joins the intervals. They are half-open, so the gap between their ends is one day shorter than the gap between their days.</summary>
    private IReadOnlyList<DayInterval> Clusters(IEnumerable<DayInterval> intervals) => CareDays.Cluster(intervals, limits.ClusterGap - 1);

    /// <summary>
    /// Gets the clusters that exist whichever days imprecise records mean. The interval of such a record begins on the latest day on which it
    /// may have begun and ends on the earliest on which it may have ended, so it may be inverted. It joins a cluster only if even its
    /// farthest day is near enough; otherwise it is a cluster by itself, and never separates records that are near without it.
    /// </summary>
    private List<CertainCluster> CertainClusters(List<(EvidenceRecord Record, DayInterval Days)> found)
    {
        List<CertainCluster> clusters = [];
        foreach (var (record, days) in found.OrderBy(care => care.Days.From).ThenBy(care => care.Days.Until).Where(care => care.Days != default))
        {
            var cluster = new CertainCluster(record, days.From, days.Until.Plus(-1));
            foreach (var near in clusters.FindAll(other => other.IsNear(cluster, limits.ClusterGap)))
            {
                cluster = near.Join(cluster);
                clusters.Remove(near);
            }

            clusters.Add(cluster);
        }

        return clusters;
    }

    /// <summary>Gets the days that a record certainly covers, and those that it may cover, up to today.</summary>
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
            new DayInterval(start.Latest, DayArithmetic.Earlier(Later(least, start.Earliest).Plus(1), tomorrow)),
            new DayInterval(first, DayArithmetic.Earlier((most is null ? tomorrow : Later(most, start.Latest)).Plus(1), tomorrow)));
    }

    /// <summary>
    /// Gets the last day that a record covers, at the earliest and at the latest; null when the length of a drug or of a course is not known.
    /// The last covered day of a supply is the day on which it runs out.
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

    /// <summary>Gets the figures of a cluster. The duration is the last covered day minus the first, within the look-back.</summary>
    private FindingFacts FactsOf(CertainCluster cluster, DateOnly from) => new(
        Days: Math.Max(cluster.DaysFrom(from), 0),
        First: cluster.First > from ? cluster.First : from,
        Last: cluster.Last,
        IsFull: cluster.DaysFrom(from) >= limits.FullDays);

    /// <summary>A cluster with the latest possible first day and the earliest possible last day.</summary>
    private sealed class CertainCluster(EvidenceRecord record, DateOnly first, DateOnly last)
    {
        private readonly List<EvidenceRecord> _records = [record];

        public IReadOnlyList<EvidenceRecord> Records => _records;

        public DateOnly First { get; private set; } = first;

        public DateOnly Last { get; private set; } = last;

        public int DaysFrom(DateOnly day) => Last.DayNumber - (First > day ? First : day).DayNumber;

        public bool IsNear(CertainCluster other, int gap) =>
            other.First.DayNumber - Last.DayNumber <= gap && First.DayNumber - other.Last.DayNumber <= gap;

        public CertainCluster Join(CertainCluster other)
        {
            _records.AddRange(other._records);
            First = DayArithmetic.Earlier(other.First, First);
            Last = other.Last > Last ? other.Last : Last;
            return this;
        }
    }
}
