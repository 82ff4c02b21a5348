namespace CdsHooks.Decision.Criteria;

/// <summary>Consecutive days, half-open.</summary>
/// <param name="From">First day.</param>
/// <param name="Until">The day after the last.</param>
internal readonly record struct DayInterval(DateOnly From, DateOnly Until)
{
    /// <summary>Gets the number of days; 0 or less for an empty interval.</summary>
    public int Days => Until.DayNumber - From.DayNumber;

    /// <summary>Gets the part inside another interval.</summary>
    public DayInterval Within(DateOnly from, DateOnly until) => new(From > from ? From : from, Until < until ? Until : until);
}
