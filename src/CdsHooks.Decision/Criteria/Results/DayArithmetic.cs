namespace CdsHooks.Decision.Criteria.Results;

/// <summary>Reckoning with days that stays inside the calendar: records hold 0001-01-01 and 9999-12-31 for "always" and "no end".</summary>
internal static class DayArithmetic
{
    /// <summary>A day so many days later, or earlier; at the ends of the calendar the first or last day there is.</summary>
    public static DateOnly Plus(this DateOnly day, int days) =>
        DateOnly.FromDayNumber((int)Math.Clamp((long)day.DayNumber + days, DateOnly.MinValue.DayNumber, DateOnly.MaxValue.DayNumber));
}
