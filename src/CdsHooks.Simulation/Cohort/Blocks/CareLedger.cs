using CdsHooks.Decision.Criteria.Results;

namespace CdsHooks.Simulation.Cohort.Blocks;

/// <summary>
/// The days of conservative care that were written into a chart, from which its duration follows by the rule of the plan: the longest time from
/// first to last day without too long a pause that ends in the look-back.
/// </summary>
internal sealed class CareLedger
{
    public const int MinDays = 90;
    private const int MaxPause = 180;
    private const int LookbackMonths = 24;

    private readonly List<(DateOnly First, DateOnly Last, DateOnly Earliest, DateOnly Latest)> _care = [];
    private readonly SortedList<int, Reason> _doubts = [];
    private Reason? _dropped;
    private bool _isUndated;

    /// <summary>Gets the days of the longest course, by the days that are certain; null when there is none in the look-back.</summary>
    public int? Days { get; private set; }

    public void Clear()
    {
        _care.Clear();
        _doubts.Clear();
        _dropped = null;
        _isUndated = false;
        Days = null;
    }

    /// <summary>Adds care from a first to a last day.</summary>
    public void Add(DateOnly first, DateOnly last) => _care.Add((first, last, first, last));

    /// <summary>Adds care on one day.</summary>
    public void Add(DateOnly day) => Add(day, day);

    /// <summary>Adds care on some day of a month.</summary>
    public void AddInMonthOf(DateOnly day)
    {
        var (first, last) = (new DateOnly(day.Year, day.Month, 1), new DateOnly(day.Year, day.Month, DateTime.DaysInMonth(day.Year, day.Month)));
        _care.Add((last, first, first, last));
    }

    /// <summary>Adds care that certainly lasted from a first to a last day, and may have lasted longer.</summary>
    public void AddAtLeast(DateOnly first, DateOnly last, DateOnly latest) => _care.Add((first, last, first, latest));

    /// <summary>Adds care on a day that is not known.</summary>
    public void AddUndated() => _isUndated = true;

    /// <summary>Adds a record that may be care.</summary>
    /// <param name="rank">The place of its input in the plan: the first that doubts gives the reason.</param>
    /// <param name="reason">The reason of doubt.</param>
    public void AddDoubt(int rank, Reason reason) => _doubts.TryAdd(rank, reason);

    /// <summary>Adds a record that is about care and does not count.</summary>
    public void AddDropped(Reason reason) =>
        _dropped = _dropped is { } other && (other is Reason.Excluded, other).CompareTo((reason is Reason.Excluded, reason)) < 0 ? other : reason;

    /// <summary>Judges the care on a day.</summary>
    public Outcome Judge(DateOnly day)
    {
        const string Criterion = "conservative-duration";
        var from = day.AddMonths(-LookbackMonths);
        var recent = Certain(day).FindAll(course => course.Last >= from);
        Days = recent.Count == 0 ? null : recent.Max(course => Math.Max(0, course.Last.DayNumber - Later(course.First, from).DayNumber));
        if (Days >= MinDays)
        {
            return Outcome.Met(Criterion);
        }

        if (_doubts.Count > 0)
        {
            return Outcome.Unknown(Criterion, _doubts.Values[0]);
        }

        if (MayReach(day, from))
        {
            return Outcome.Unknown(Criterion, Reason.Unusable);
        }

        var isLate = recent.Count > 0 || _care.Exists(care => care.Latest >= from);
        return _care.Count > 0 ? Outcome.NotMet(Criterion, isLate ? Reason.TooShort : Reason.TooOld)
            : Outcome.NotMet(Criterion, _dropped ?? Reason.NotDocumented);
    }

    /// <summary>Determines whether care whose days are not certain could make it long enough.</summary>
    private bool MayReach(DateOnly day, DateOnly from)
    {
        if (_isUndated)
        {
            return true;
        }

        List<(DateOnly First, DateOnly Last)> courses = [];
        foreach (var (_, _, first, latest) in _care.OrderBy(care => care.Earliest))
        {
            var last = Earlier(latest, day);
            if (courses.Count > 0 && first.DayNumber - courses[^1].Last.DayNumber <= MaxPause)
            {
                courses[^1] = (courses[^1].First, Later(courses[^1].Last, last));
            }
            else
            {
                courses.Add((first, last));
            }
        }

        return _care.Exists(care => (care.First, care.Last) != (care.Earliest, care.Latest)
            && courses.Exists(course => course.Last.DayNumber - Later(course.First, from).DayNumber >= MinDays && care.Earliest <= course.Last && care.Latest >= course.First));
    }

    /// <summary>Gets the courses that exist whichever days are meant. Care of an uncertain day joins one only if even its farthest day is near.</summary>
    private List<(DateOnly First, DateOnly Last)> Certain(DateOnly day)
    {
        List<(DateOnly First, DateOnly Last)> courses = [];
        foreach (var care in _care.OrderBy(care => care.First).ThenBy(care => care.Last))
        {
            var course = (care.First, Last: Earlier(care.Last, day));
            foreach (var near in courses.FindAll(other => course.First.DayNumber - other.Last.DayNumber <= MaxPause && other.First.DayNumber - course.Last.DayNumber <= MaxPause))
            {
                course = (Earlier(near.First, course.First), Later(near.Last, course.Last));
                courses.Remove(near);
            }

            courses.Add(course);
        }

        return courses;
    }

    private static DateOnly Earlier(DateOnly one, DateOnly other) => one < other ? one : other;

    private static DateOnly Later(DateOnly one, DateOnly other) => one > other ? one : other;
}
