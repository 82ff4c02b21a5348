using CdsHooks.Decision.Criteria.Matching;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Evidence;
using CdsHooks.Fhir.Terminology;

namespace CdsHooks.Decision.Criteria;

/// <summary>
/// Kind <c>trajectory</c>: met when a deficit is new, urgent or progressive. Urgent conditions and new severe deficits decide at once;
/// otherwise the newest statement about each deficit decides.
/// </summary>
internal sealed class TrajectoryCriterion(
    CriterionOutline outline, IReadOnlyList<EvidenceInput> inputs, bool absentIsUnknown, TrajectorySettings settings)
    : LeafCriterion(outline, inputs, absentIsUnknown)
{
    public override IEnumerable<int> OwnValueSets => [settings.Level, settings.Progressive, settings.Stable, settings.Improving];

    public override CriterionState Assess(AssessmentContext context)
    {
        var matches = InputMatches.Take(Inputs, context);
        var series = GradesByBodySite(matches);
        var deficits = Records(matches, InputRole.Counts);
        var state = Decide(context, matches, series, deficits);
        return matches.Counts.Count == 0 && series.Count == 0 ? state : With(state, () => FiguresOf(context, matches, series, deficits));
    }

    /// <summary>Gets the figures. They do not hold which doubt is settled by which statement: with another threshold, a result that is unknown may stay so.</summary>
    private FindingFigures FiguresOf(AssessmentContext context, InputMatches matches, List<GradeSeries> series, List<EvidenceRecord> deficits)
    {
        List<Figure> figures = [.. series.Index().SelectMany(grades => grades.Item.Figures(grades.Index, context.Clock))];
        figures.AddRange(deficits.OfType<ConditionRecord>().Where(deficit => deficit.Onset is not null).Select(deficit => FigureOf(FigureKind.Onset, deficit.Onset, context)));
        figures.AddRange(Records(matches, InputRole.Urgent).Take(1).Select(_ => new Figure(FigureKind.Urgent)));
        figures.AddRange(Entries(matches, deficits, [], context).Select(entry => FigureOf(KindOf(entry.Trajectory), entry.Date, context)));
        return new FindingFigures(figures, Unread(matches, null, DateOnly.MinValue, []), Missing(context, NeededRoles.Counting), -settings.Window);
    }

    private static Figure FigureOf(FigureKind kind, Fhir.FhirDateTime? date, AssessmentContext context) =>
        new(kind) { From = context.Clock.DaysTo(date?.Earliest), Until = context.Clock.DaysTo(date?.Latest) };

    private static FigureKind KindOf(Trajectory trajectory) => trajectory switch
    {
        Trajectory.Progressive => FigureKind.Progressive,
        Trajectory.Stable => FigureKind.Stable,
        Trajectory.Improving => FigureKind.Improving,
        _ => FigureKind.Unclear,
    };

    private CriterionState Decide(AssessmentContext context, InputMatches matches, List<GradeSeries> series, List<EvidenceRecord> deficits)
    {
        if (Urgent(matches, deficits, series, context) is { Count: > 0 } urgent)
        {
            return Met(Reason.Documented, urgent);
        }

        var newest = NewestByDeficit(Entries(matches, deficits, series, context));
        if (newest.Exists(IsWorse))
        {
            var worse = newest.FindAll(IsWorse).SelectMany(entries => entries).Where(entry => entry.Trajectory is Trajectory.Progressive).ToList();
            List<EvidenceRecord> records = [.. worse.Select(entry => entry.Record).Distinct()];
            var items = ItemsOf(worse);
            return (Missing(context, NeededRoles.Counting) ?? Unread(matches, worse.Max(entry => entry.Date?.Earliest), context.Clock.EvaluationDate.Plus(-settings.Window), records)) is { } open
                ? Unknown(open, items, records)
                : Met(Reason.Documented, records, evidence: items);
        }

        var doubtful = newest
            .FindAll(entries => entries.Exists(entry => entry.Trajectory is Trajectory.Progressive or Trajectory.Unclear))
            .SelectMany(entries => entries)
            .ToList();
        if (doubtful.Count > 0)
        {
            var unclear = doubtful.FindAll(entry => entry.Trajectory is Trajectory.Unclear);
            var reason = unclear.Count > 0 ? unclear.Min(entry => entry.Doubt) : Reason.Conflicting;
            return Unknown(reason, ItemsOf(doubtful), [.. doubtful.Select(entry => entry.Record).Distinct()]);
        }

        return NotProgressive(context, matches, deficits, series, newest);
    }

    /// <summary>
    /// Gets the reason of an unreadable statement that may be as new as those of a day, or of a grade that may lie between those compared, and
    /// may contradict them; null when there is none.
    /// </summary>
    private static Reason? Unread(InputMatches matches, DateOnly? newest, DateOnly firstGrade, List<EvidenceRecord> counted)
    {
        foreach (var (record, reason, _, input) in matches.Doubts)
        {
            var since = input.Role is InputRole.Grades ? firstGrade : newest ?? DateOnly.MinValue;
            if (input.Role is not InputRole.Doubts && !counted.Contains(record) && (record.Start is not { } start || start.IsPossiblyOnOrAfter(since)))
            {
                return reason;
            }
        }

        return null;
    }

    /// <summary>Determines whether a statement is progressive, and none of the same day is improving or unclear.</summary>
    private static bool IsWorse(List<TrajectoryEntry> entries) =>
        entries.Exists(entry => entry.Trajectory is Trajectory.Progressive)
        && entries.TrueForAll(entry => entry.Trajectory is Trajectory.Progressive or Trajectory.Stable);

    protected override IEnumerable<CriterionOutcome> OwnOutcomes =>
    [
        CriterionOutcome.NotMet(Reason.ImprovingOrStable),
        CriterionOutcome.Unknown(Reason.Unusable),
        CriterionOutcome.Unknown(Reason.Borderline),
        CriterionOutcome.Unknown(Reason.Conflicting),
        CriterionOutcome.Unknown(Reason.NotStated),
        CriterionOutcome.Unknown(Reason.ReportWithoutValues),
    ];

    private CriterionState NotProgressive(
        AssessmentContext context, InputMatches matches, List<EvidenceRecord> deficits, List<GradeSeries> series, List<List<TrajectoryEntry>> newest)
    {
        if (newest.Count > 0)
        {
            return NotMetOrUnknown(context, matches, Reason.ImprovingOrStable, ItemsOf(newest.SelectMany(entries => entries)));
        }

        List<EvidenceRecord> onFile = [.. deficits, .. series.Where(grades => grades.Latest.Grade <= settings.DeficitTo).Select(grades => grades.Latest.Record)];
        if (onFile.Count > 0)
        {
            return Unknown(Reason.NotStated, Items(onFile), onFile);
        }

        matches.Counts.Clear();
        return NotMetOrUnknown(context, matches);
    }

    /// <summary>Creates the evidence items, newest first, independently of the order in which resources arrive.</summary>
    private static List<EvidenceItem> ItemsOf(IEnumerable<TrajectoryEntry> entries) =>
        [.. entries
            .OrderByDescending(entry => entry.Date?.Latest)
            .ThenBy(entry => entry.Record.Reference, StringComparer.Ordinal)
            .ThenBy(entry => entry.Text, StringComparer.Ordinal)
            .Select(entry => entry.Item)
            .Distinct()];

    private static List<EvidenceRecord> Records(InputMatches matches, InputRole role) =>
        [.. matches.Counts.Where(count => count.Input.Role == role).Select(count => count.Record).Distinct()];

    /// <summary>Lists the urgent conditions, the deficits of recent onset, and the severe weakness first recorded recently.</summary>
    private List<EvidenceRecord> Urgent(InputMatches matches, List<EvidenceRecord> deficits, List<GradeSeries> series, AssessmentContext context)
    {
        var from = context.Clock.EvaluationDate.Plus(-settings.NewOnset);
        var urgent = Records(matches, InputRole.Urgent);
        foreach (var deficit in deficits)
        {
            if (deficit is not ConditionRecord { Onset: { } onset })
            {
                continue;
            }

            if (onset.IsCertainlyOnOrAfter(from))
            {
                urgent.Add(deficit);
            }
            else if (onset.IsPossiblyOnOrAfter(from))
            {
                var input = matches.Counts.Find(count => ReferenceEquals(count.Record, deficit)).Input;
                matches.Doubts.Add((deficit, Reason.Unusable, DoubtScope.Always, input));
            }
        }

        urgent.AddRange(series
            .Where(grades => grades.IsNewlySevere(settings.SevereTo, from) && Unread(matches, grades.Latest.Day, DateOnly.MinValue, []) is null)
            .Select(grades => grades.Latest.Record));
        return urgent;
    }

    private List<GradeSeries> GradesByBodySite(InputMatches matches)
    {
        List<(string Key, EvidenceRecord Record, decimal Grade, DateOnly Day)> readings = [];
        foreach (var (record, input) in matches.Counts.Where(count => count.Input.Role is InputRole.Grades).ToList())
        {
            var codes = input.CodeValueSets.ToList();
            foreach (var value in MeasuredOf(record).Where(value => (value.IsPresent || value.IsMissing) && codes.TrueForAll(value.Codes.Contains)))
            {
                if (value.IsMissing)
                {
                    matches.Doubts.Add((record, Reason.ReportWithoutValues, DoubtScope.Always, input));
                }
                else if (value.AsScore() is >= 0 and var grade && value.Comparator is null && !(grade > settings.MaxPlausible)
                    && record.Start is { IsDay: true } start)
                {
                    readings.Add((BodySiteOf(record), record, grade, start.Earliest));
                }
                else
                {
                    matches.Doubts.Add((record, Reason.Unusable, DoubtScope.Always, input));
                }
            }
        }

        return [.. readings
            .GroupBy(reading => reading.Key, StringComparer.Ordinal)
            .Select(group => new GradeSeries("site " + group.Key, [.. group.Select(reading => (reading.Record, reading.Grade, reading.Day))]))];
    }

    private static IReadOnlyList<MeasuredValue> MeasuredOf(EvidenceRecord record) => (record as ObservationRecord)?.Measured ?? [];

    private string BodySiteOf(EvidenceRecord record) => MeasureBodySite.Of(record, settings.Level, Inputs);

    private List<TrajectoryEntry> Entries(InputMatches matches, List<EvidenceRecord> deficits, List<GradeSeries> series, AssessmentContext context)
    {
        var from = context.Clock.EvaluationDate.Plus(-settings.Window);
        List<TrajectoryEntry> entries = [.. series.Select(grades => grades.Statement(from, settings.MinGrades)).OfType<TrajectoryEntry>()];
        foreach (var (record, input) in matches.Counts)
        {
            if (record is ObservationRecord && record.Start is { } start && start.IsCertainlyBefore(from))
            {
                continue;
            }

            foreach (var value in MeasuredOf(record).Where(value => TrajectoryOf(value.Interpretations) is not null))
            {
                var key = input.Role is InputRole.Grades ? "site " + BodySiteOf(record) : string.Empty;
                entries.Add(new TrajectoryEntry(key, TrajectoryOf(value.Interpretations)!.Value, record.Start, record, record.Wording));
            }

            if (input.Role is InputRole.States && TrajectoryOf(record.Codes | EvidencePath.Value.Of(record)) is { } stated)
            {
                entries.Add(new TrajectoryEntry(string.Empty, stated, (record as ConditionRecord)?.Recorded ?? record.Start, record, record.Wording));
            }
        }

        foreach (var deficit in deficits.OfType<ConditionRecord>())
        {
            if (TrajectoryOf(deficit.ClinicalCourse) is { } trajectory)
            {
                entries.Add(new TrajectoryEntry("condition " + deficit.Reference, trajectory, deficit.Recorded ?? deficit.Onset, deficit, deficit.Wording));
            }
        }

        return entries.ConvertAll(entry => entry.Date is null ? entry with { Trajectory = Trajectory.Unclear, Doubt = Reason.Unusable } : entry);
    }

    private Trajectory? TrajectoryOf(ValueSetBits codes)
    {
        var progressive = Has(codes, settings.Progressive);
        var stable = Has(codes, settings.Stable);
        var improving = Has(codes, settings.Improving);
        return (progressive, stable, improving) switch
        {
            (false, false, false) => null,
            (true, false, false) => Trajectory.Progressive,
            (false, true, false) => Trajectory.Stable,
            (false, false, true) => Trajectory.Improving,
            (false, true, true) => Trajectory.Stable,
            _ => Trajectory.Unclear,
        };
    }

    private static bool Has(ValueSetBits bits, int valueSet) => valueSet >= 0 && bits.Contains(valueSet);

    /// <summary>Lists, for each deficit, the statements that may be the newest. A statement that names no deficit applies to all.</summary>
    private static List<List<TrajectoryEntry>> NewestByDeficit(List<TrajectoryEntry> entries)
    {
        var keys = entries.Select(entry => entry.Key).Where(key => key.Length > 0).Distinct(StringComparer.Ordinal).ToList();
        if (keys.Count == 0 && entries.Count > 0)
        {
            keys.Add(string.Empty);
        }

        return keys.ConvertAll(key =>
        {
            var about = entries.FindAll(entry => entry.Key.Length == 0 || string.Equals(entry.Key, key, StringComparison.Ordinal));
            var latest = about.Max(entry => entry.Date?.Earliest ?? DateOnly.MinValue);
            return about.FindAll(entry => entry.Date is not { } date || date.IsPossiblyOnOrAfter(latest));
        });
    }
}

/// <summary>
/// The settings of a <c>trajectory</c> criterion; value sets are -1 where the plan names none. A grade up to SevereTo, first seen within the
/// days of NewOnset, decides at once; a grade up to DeficitTo is a deficit, and without it only conditions are.
/// </summary>
internal sealed record TrajectorySettings(
    int Window,
    decimal MinGrades,
    int NewOnset,
    decimal SevereTo,
    decimal? DeficitTo,
    decimal? MaxPlausible,
    int Level,
    int Progressive,
    int Stable,
    int Improving);
