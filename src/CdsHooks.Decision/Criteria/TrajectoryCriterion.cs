using CdsHooks.Decision.Criteria.Matching;
using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Evidence;
using CdsHooks.Fhir.Terminology;

namespace CdsHooks.Decision.Criteria;

/// <summary>
/// Kind <c>trajectory</c>: is a deficit new, urgent or getting worse? Urgent conditions and new severe deficits decide at once;
/// otherwise the newest statement about each deficit does.
/// </summary>
internal sealed class TrajectoryCriterion(
    CriterionOutline outline, IReadOnlyList<EvidenceInput> inputs, bool absentIsUnknown, TrajectorySettings settings)
    : LeafCriterion(outline, inputs, absentIsUnknown)
{
    public override CriterionState Assess(AssessmentContext context)
    {
        var tally = Tally.Take(Inputs, context);
        var series = GradesByPlace(tally);
        var deficits = Records(tally, InputRole.Counts);
        if (Urgent(tally, deficits, series, context) is { Count: > 0 } urgent)
        {
            return Met(Reason.Documented, urgent);
        }

        var newest = NewestByDeficit(Entries(tally, deficits, series, context));
        if (newest.Exists(IsWorse))
        {
            var worse = newest.FindAll(IsWorse).SelectMany(entries => entries).Where(entry => entry.Course is Course.Progressive).ToList();
            List<EvidenceRecord> records = [.. worse.Select(entry => entry.Record).Distinct()];
            var items = ItemsOf(worse);
            return (Missing(context, NeededRoles.Counting) ?? Unread(tally, worse.Max(entry => entry.Date?.Earliest), context.Clock.AsOf.Plus(-settings.Window), records)) is { } open
                ? Unknown(open, items, records)
                : Met(Reason.Documented, records, evidence: items);
        }

        var doubtful = newest
            .FindAll(entries => entries.Exists(entry => entry.Course is Course.Progressive or Course.Unclear))
            .SelectMany(entries => entries)
            .ToList();
        if (doubtful.Count > 0)
        {
            var unclear = doubtful.FindAll(entry => entry.Course is Course.Unclear);
            var reason = unclear.Count > 0 ? unclear.Min(entry => entry.Doubt) : Reason.Conflicting;
            return Unknown(reason, ItemsOf(doubtful), [.. doubtful.Select(entry => entry.Record).Distinct()]);
        }

        return Settled(context, tally, deficits, series, newest);
    }

    /// <summary>
    /// Why a statement that cannot be read may be as new as those of a day or newer, or a grade lie between those that are compared, and
    /// say otherwise; null when there is none.
    /// </summary>
    private static Reason? Unread(Tally tally, DateOnly? newest, DateOnly firstGrade, List<EvidenceRecord> said)
    {
        foreach (var (record, reason, _, input) in tally.Doubts)
        {
            var since = input.Role is InputRole.Grades ? firstGrade : newest ?? DateOnly.MinValue;
            if (input.Role is not InputRole.Doubts && !said.Contains(record) && (record.Start is not { } start || start.IsPossiblyOnOrAfter(since)))
            {
                return reason;
            }
        }

        return null;
    }

    /// <summary>Any statement of getting worse counts, unless one of the same day says better or cannot be read.</summary>
    private static bool IsWorse(List<CourseEntry> entries) =>
        entries.Exists(entry => entry.Course is Course.Progressive)
        && entries.TrueForAll(entry => entry.Course is Course.Progressive or Course.Stable);

    protected override IEnumerable<CriterionOutcome> OwnOutcomes =>
    [
        CriterionOutcome.NotMet(Reason.ImprovingOrStable),
        CriterionOutcome.Unknown(Reason.Unusable),
        CriterionOutcome.Unknown(Reason.Borderline),
        CriterionOutcome.Unknown(Reason.Conflicting),
        CriterionOutcome.Unknown(Reason.NotStated),
        CriterionOutcome.Unknown(Reason.ReportWithoutValues),
    ];

    private CriterionState Settled(
        AssessmentContext context, Tally tally, List<EvidenceRecord> deficits, List<GradeSeries> series, List<List<CourseEntry>> newest)
    {
        if (newest.Count > 0)
        {
            return Fallen(context, tally, Reason.ImprovingOrStable, ItemsOf(newest.SelectMany(entries => entries)));
        }

        List<EvidenceRecord> onFile = [.. deficits, .. series.Where(grades => grades.Latest.Grade <= settings.DeficitTo).Select(grades => grades.Latest.Record)];
        if (onFile.Count > 0)
        {
            return Unknown(Reason.NotStated, Items(onFile), onFile);
        }

        tally.Counts.Clear();
        return Fallen(context, tally);
    }

    /// <summary>Newest first; the order in which resources arrive makes no difference.</summary>
    private static List<EvidenceItem> ItemsOf(IEnumerable<CourseEntry> entries) =>
        [.. entries
            .OrderByDescending(entry => entry.Date?.Latest)
            .ThenBy(entry => entry.Record.Reference, StringComparer.Ordinal)
            .ThenBy(entry => entry.Text, StringComparer.Ordinal)
            .Select(entry => entry.Item)
            .Distinct()];

    private static List<EvidenceRecord> Records(Tally tally, InputRole role) =>
        [.. tally.Counts.Where(count => count.Input.Role == role).Select(count => count.Record).Distinct()];

    /// <summary>Conditions that always decide, deficits that began lately, and severe weakness first seen lately.</summary>
    private List<EvidenceRecord> Urgent(Tally tally, List<EvidenceRecord> deficits, List<GradeSeries> series, AssessmentContext context)
    {
        var from = context.Clock.AsOf.Plus(-settings.NewOnset);
        var urgent = Records(tally, InputRole.Urgent);
        foreach (var deficit in deficits)
        {
            if (deficit.Onset is not { } onset)
            {
                continue;
            }

            if (onset.IsCertainlyOnOrAfter(from))
            {
                urgent.Add(deficit);
            }
            else if (onset.IsPossiblyOnOrAfter(from))
            {
                var input = tally.Counts.Find(count => ReferenceEquals(count.Record, deficit)).Input;
                tally.Doubts.Add((deficit, Reason.Unusable, DoubtScope.Always, input));
            }
        }

        urgent.AddRange(series
            .Where(grades => grades.IsNewlySevere(settings.SevereTo, from) && Unread(tally, grades.Latest.Day, DateOnly.MinValue, []) is null)
            .Select(grades => grades.Latest.Record));
        return urgent;
    }

    private List<GradeSeries> GradesByPlace(Tally tally)
    {
        List<(string Key, EvidenceRecord Record, decimal Grade, DateOnly Day)> readings = [];
        foreach (var (record, input) in tally.Counts.Where(count => count.Input.Role is InputRole.Grades).ToList())
        {
            var codes = input.Filters.Where(filter => filter.Path is EvidencePath.Code).Select(filter => filter.ValueSet).ToList();
            foreach (var value in record.Measured.Where(value => (value.IsPresent || value.IsMissing) && codes.TrueForAll(value.Codes.Contains)))
            {
                if (value.IsMissing)
                {
                    tally.Doubts.Add((record, Reason.ReportWithoutValues, DoubtScope.Always, input));
                }
                else if (value.AsScore() is >= 0 and var grade && value.Comparator is null && !(grade > settings.MaxPlausible)
                    && record.Start is { IsDay: true } start)
                {
                    readings.Add((PlaceOf(record), record, grade, start.Earliest));
                }
                else
                {
                    tally.Doubts.Add((record, Reason.Unusable, DoubtScope.Always, input));
                }
            }
        }

        return [.. readings
            .GroupBy(reading => reading.Key, StringComparer.Ordinal)
            .Select(group => new GradeSeries("place " + group.Key, [.. group.Select(reading => (reading.Record, reading.Grade, reading.Day))]))];
    }

    private string PlaceOf(EvidenceRecord record) => MeasurePlace.Of(record, settings.Level, Inputs);

    private List<CourseEntry> Entries(Tally tally, List<EvidenceRecord> deficits, List<GradeSeries> series, AssessmentContext context)
    {
        var from = context.Clock.AsOf.Plus(-settings.Window);
        List<CourseEntry> entries = [.. series.Select(grades => grades.Statement(from, settings.MinGrades)).OfType<CourseEntry>()];
        foreach (var (record, input) in tally.Counts)
        {
            if (record.Kind is EvidenceKind.Observation && record.Start is { } start && start.IsCertainlyBefore(from))
            {
                continue;
            }

            foreach (var value in record.Measured.Where(value => CourseOf(value.Interpretations) is not null))
            {
                var key = input.Role is InputRole.Grades ? "place " + PlaceOf(record) : string.Empty;
                entries.Add(new CourseEntry(key, CourseOf(value.Interpretations)!.Value, record.Start, record, record.Wording));
            }

            if (input.Role is InputRole.States && CourseOf(record.Codes | record.Values) is { } stated)
            {
                entries.Add(new CourseEntry(string.Empty, stated, record.Recorded ?? record.Start, record, record.Wording));
            }
        }

        foreach (var deficit in deficits)
        {
            if (CourseOf(deficit.Course) is { } course)
            {
                entries.Add(new CourseEntry("condition " + deficit.Reference, course, deficit.Recorded ?? deficit.Onset, deficit, deficit.Wording));
            }
        }

        return entries.ConvertAll(entry => entry.Date is null ? entry with { Course = Course.Unclear, Doubt = Reason.Unusable } : entry);
    }

    private Course? CourseOf(ValueSetBits said)
    {
        var progressive = Has(said, settings.Progressive);
        var stable = Has(said, settings.Stable);
        var improving = Has(said, settings.Improving);
        return (progressive, stable, improving) switch
        {
            (false, false, false) => null,
            (true, false, false) => Course.Progressive,
            (false, true, false) => Course.Stable,
            (false, false, true) => Course.Improving,
            (false, true, true) => Course.Stable,
            _ => Course.Unclear,
        };
    }

    private static bool Has(ValueSetBits bits, int valueSet) => valueSet >= 0 && bits.Contains(valueSet);

    /// <summary>For each deficit the statements that may be the newest; one that names no deficit speaks of every one.</summary>
    private static List<List<CourseEntry>> NewestByDeficit(List<CourseEntry> entries)
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
