using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Evidence;

namespace CdsHooks.Decision.Criteria;

/// <summary>The graded readings of one muscle, oldest first, and the trajectory that they state together.</summary>
internal sealed class GradeSeries(string key, IReadOnlyList<(EvidenceRecord Record, decimal Grade, DateOnly Day)> readings)
{
    private readonly List<(EvidenceRecord Record, decimal Grade, DateOnly Day)> _readings =
        [.. readings.OrderBy(reading => reading.Day).ThenByDescending(reading => reading.Grade).ThenBy(reading => reading.Record.Reference, StringComparer.Ordinal)];

    /// <summary>Gets the newest reading; the weakest if there are several on that day.</summary>
    public (EvidenceRecord Record, decimal Grade, DateOnly Day) Latest => _readings[^1];

    /// <summary>Gets the figures of the readings, as one group.</summary>
    public IEnumerable<Figure> Figures(int group, AssessmentClock clock) => _readings.Select(reading =>
        new Figure(FigureKind.Grade) { Group = group, Value = reading.Grade, From = clock.DaysTo(reading.Day), Until = clock.DaysTo(reading.Day) });

    /// <summary>Determines whether every reading of the latest day is severe, and the first severe reading is on or after a day.</summary>
    public bool IsNewlySevere(decimal severeTo, DateOnly from) =>
        _readings.FindAll(reading => reading.Day == Latest.Day).TrueForAll(reading => reading.Grade <= severeTo)
        && _readings.Find(reading => reading.Grade <= severeTo).Day >= from;

    /// <summary>Gets the trajectory of the readings since a day; null when they are of a single day and agree.</summary>
    public TrajectoryEntry? Statement(DateOnly from, decimal minGrades)
    {
        var inWindow = _readings.FindAll(reading => reading.Day >= from);
        var days = inWindow.GroupBy(reading => reading.Day).Select(day => day.ToList()).ToList();
        if (days.Count == 0 || (days.Count == 1 && Agree(days[0])))
        {
            return null;
        }

        var latest = days[^1];
        var before = days.Count > 1 ? days[^2] : latest;
        var trajectory = Agree(latest) && Agree(before)
            ? TrajectoryOf(inWindow.Max(reading => reading.Grade), before[0].Grade, latest[0].Grade, minGrades)
            : Trajectory.Unclear;
        return new TrajectoryEntry(key, trajectory, Latest.Record.Start, Latest.Record, Text(before[0].Grade))
        {
            Doubt = Agree(latest) && Agree(before) ? Reason.Borderline : Reason.Conflicting,
        };
    }

    /// <summary>Writes the change, e.g. <c>Motor power: 5 to 4 of 5 at left knee extension</c>.</summary>
    private string Text(decimal before)
    {
        var (record, grade, _) = Latest;
        var name = record.Wording is { Length: > 0 } wording ? wording + ": " : string.Empty;
        var bodySite = record is ObservationRecord { SiteText: { Length: > 0 } site } ? " at " + site : string.Empty;
        return $"{name}{before} to {grade} of 5{bodySite}";
    }

    private static bool Agree(List<(EvidenceRecord Record, decimal Grade, DateOnly Day)> day) => day.TrueForAll(reading => reading.Grade == day[0].Grade);

    private static Trajectory TrajectoryOf(decimal best, decimal before, decimal latest, decimal minGrades) =>
        latest > before ? Trajectory.Improving
        : latest <= best - minGrades ? Trajectory.Progressive
        : latest == before ? Trajectory.Stable
        : Trajectory.Unclear;
}
