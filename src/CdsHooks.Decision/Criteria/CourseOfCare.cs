namespace CdsHooks.Decision.Criteria;

/// <summary>A course of care: a run of days with events, without too long a gap.</summary>
/// <param name="First">First day.</param>
/// <param name="Last">Last day.</param>
/// <param name="Events">Distinct days with an event, 1 or more.</param>
/// <param name="Weeks">Distinct ISO weeks with an event, 1 or more.</param>
internal readonly record struct CourseOfCare(DateOnly First, DateOnly Last, int Events, int Weeks)
{
    /// <summary>Gets the days from the first to the last: 0 for a single day.</summary>
    public int Span => Last.DayNumber - First.DayNumber;
}
