namespace CdsHooks.Decision.Criteria.Results;

/// <summary>The numbers that a finding rests on, in a form that may outlive the chart: no identities, no texts, no codes of the chart, no dates.</summary>
/// <remarks>
/// They tell what another threshold would have decided. Where no figure meets the criterion, it is unknown if <paramref name="Open"/> is
/// given, else not met; where one does, it is unknown if <paramref name="Unread"/> is given, else met.
/// </remarks>
/// <param name="Items">The figures, in the order of the records.</param>
/// <param name="Open">The reason that leaves the criterion open whatever the figures: a record that cannot be judged, or an incomplete set; null when there is none.</param>
/// <param name="Unread">The reason why evidence that meets the criterion does not settle it: a set that may hold a newer value is incomplete; null when there is none.</param>
/// <param name="Since">The first day of the look-back, in days from the evaluation date; null when there is no look-back.</param>
public sealed record FindingFigures(IReadOnlyList<Figure> Items, Reason? Open = null, Reason? Unread = null, int? Since = null);

/// <summary>A number that a finding rests on. Days are counted from the evaluation date: -42 is six weeks before it.</summary>
/// <param name="Kind">The kind of number.</param>
public sealed record Figure(FigureKind Kind)
{
    // Whoever puts an identifier where a value belongs must not find it kept.
    private const decimal MaxValue = 1_000_000;
    private const int Decimals = 6;

    /// <summary>Gets the group of the figure, where those of one group are compared with each other: values of the same measure at the same body site.</summary>
    public int? Group { get; init; }

    /// <summary>Gets the number, in <see cref="Unit"/>; null when it could not be read.</summary>
    public decimal? Value { get; init => field = Kept(value); }

    /// <summary>Gets the largest number that it may be; null when <see cref="Value"/> is exact, or has no limit.</summary>
    public decimal? Most { get; init => field = Kept(value); }

    /// <summary>Gets the UCUM code of the unit, as the plan states it; null for counts, grades and scores.</summary>
    public string? Unit { get; init; }

    /// <summary>Gets the comparator of the value: <c>&lt;</c>, <c>&lt;=</c>, <c>&gt;=</c> or <c>&gt;</c>; null when there is none.</summary>
    public string? Comparator { get; init => field = value is "<" or "<=" or ">=" or ">" ? value : null; }

    /// <summary>Gets the first day; of an imprecise date, the first that it may be. Null when it is not known.</summary>
    public int? From { get; init; }

    /// <summary>Gets the last day; of an imprecise date, the last that it may be. Null when it is not known.</summary>
    public int? Until { get; init; }

    /// <summary>Gets the number of distinct days with an event.</summary>
    public int? Events { get; init; }

    /// <summary>Gets the number of distinct ISO weeks with an event.</summary>
    public int? Weeks { get; init; }

    /// <summary>Gets the reason why the number cannot be compared, or the result of a value that is no number; null otherwise.</summary>
    public Reason? State { get; init; }

    private static decimal? Kept(decimal? number) => number is > -MaxValue and < MaxValue ? decimal.Round(number.Value, Decimals) : null;
}

/// <summary>The kinds of number that a finding can rest on, in kebab case on the wire.</summary>
public enum FigureKind
{
    /// <summary>The age in whole years; 90 for anyone older. Kind <c>age</c>.</summary>
    Age,

    /// <summary>A measured value. Kind <c>measurement</c>.</summary>
    Value,

    /// <summary>A measured value at a level of the spine that is not ordered, where only ordered levels count.</summary>
    ValueElsewhere,

    /// <summary>A course of care: its first and last day, its days and weeks with an event. Kind <c>events</c>.</summary>
    Course,

    /// <summary>A course that would exist if there were an event on every day that an imprecise date may mean.</summary>
    PossibleCourse,

    /// <summary>An event whose day is not known.</summary>
    ImpreciseEvent,

    /// <summary>A course that one record states: its length in days, and the day on which it ended or was stated.</summary>
    StatedCourse,

    /// <summary>A number of visits that one record states, and the day on which it was stated.</summary>
    StatedEvents,

    /// <summary>A record of an exception that the rules allow, such as a refusal. Kinds <c>events</c> and <c>medication-trial</c>.</summary>
    Exception,

    /// <summary>A continuous supply of drugs in the look-back, in days. Kind <c>medication-trial</c>.</summary>
    Supply,

    /// <summary>A supply that would exist if each drug of unknown length had lasted as long as it may have.</summary>
    PossibleSupply,

    /// <summary>A time with care in the look-back, in days. Kind <c>care-duration</c>.</summary>
    Care,

    /// <summary>A time with care that would exist if each imprecise date meant the day that makes it longest.</summary>
    PossibleCare,

    /// <summary>The number of levels of the spine that are ordered. Kind <c>levels</c>.</summary>
    Levels,

    /// <summary>A motor grade. Kind <c>trajectory</c>.</summary>
    Grade,

    /// <summary>The onset of a deficit. Kind <c>trajectory</c>.</summary>
    Onset,

    /// <summary>A condition that is urgent by itself. Kind <c>trajectory</c>.</summary>
    Urgent,

    /// <summary>A statement that a deficit is progressive. Kind <c>trajectory</c>.</summary>
    Progressive,

    /// <summary>A statement that a deficit is stable.</summary>
    Stable,

    /// <summary>A statement that a deficit is improving.</summary>
    Improving,

    /// <summary>A statement about the course of a deficit that is not clear.</summary>
    Unclear,
}
