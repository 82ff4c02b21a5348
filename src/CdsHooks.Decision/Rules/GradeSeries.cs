using CdsHooks.Decision.Evidence;

namespace CdsHooks.Decision.Rules;

/// <summary>The graded readings of one muscle, oldest first, and what they say together.</summary>
internal sealed class GradeSeries(string key, IReadOnlyList<(EvidenceRecord Record, decimal Grade, DateOnly Day)> readings)
{
    private readonly List<(EvidenceRecord Record, decimal Grade, DateOnly Day)> _readings = [.. readings.OrderBy(reading => reading.Day)];

    public (EvidenceRecord Record, decimal Grade, DateOnly Day) Latest => _readings[^1];

    /// <summary>Whether the latest grade is severe and severity was first seen on or after a day.</summary>
    public bool IsNewlySevere(decimal severeTo, DateOnly from) =>
        Latest.Grade <= severeTo && _readings.Find(reading => reading.Grade <= severeTo).Day >= from;

    /// <summary>The statement of the readings since a day; null when there are fewer than two days.</summary>
    public CourseEntry? Statement(DateOnly from, decimal minGrades)
    {
        var inWindow = _readings.FindAll(reading => reading.Day >= from);
        var days = inWindow.GroupBy(reading => reading.Day).ToList();
        if (days.Count < 2)
        {
            return null;
        }

        var latest = days[^1].ToList();
        var before = days[^2].ToList();
        var agrees = latest.TrueForAll(reading => reading.Grade == latest[0].Grade) && before.TrueForAll(reading => reading.Grade == before[0].Grade);
        var course = agrees ? CourseOf(inWindow.Max(reading => reading.Grade), before[0].Grade, latest[0].Grade, minGrades) : Course.Unclear;
        var text = $"{before[0].Grade} to {latest[0].Grade} of 5";
        return new CourseEntry(key, course, latest[0].Record.Start, latest[0].Record, text);
    }

    private static Course CourseOf(decimal best, decimal before, decimal latest, decimal minGrades)
    {
        if (latest > before)
        {
            return Course.Improving;
        }

        if (latest <= best - minGrades)
        {
            return Course.Progressive;
        }

        return latest == before ? Course.Stable : Course.Unclear;
    }
}
