namespace CdsHooks.Decision.Criteria.Results;

/// <summary>A length of time as the rules state it: days, weeks, calendar months or calendar years.</summary>
/// <param name="Amount">The number of units, 0 or more.</param>
/// <param name="Unit">The UCUM code: <c>d</c>, <c>wk</c>, <c>mo</c> or <c>a</c>.</param>
internal readonly record struct Duration(int Amount, string Unit)
{
    /// <summary>Gets the length in days: exact for days and weeks; a month counts 30 days, a year 365.</summary>
    public int Days => Unit switch
    {
        "wk" => Amount * 7,
        "mo" => Amount * 30,
        "a" => Amount * 365,
        _ => Amount,
    };

    public static bool IsUnit(string? unit) => unit is "d" or "wk" or "mo" or "a";

    /// <summary>Subtracts the duration from a day, with months and years by the calendar; stops at its first day.</summary>
    public DateOnly Before(DateOnly day) => Unit switch
    {
        "mo" => Amount < 12 * (day.Year - 1) ? day.AddMonths(-Amount) : DateOnly.MinValue,
        "a" => Amount < day.Year - 1 ? day.AddYears(-Amount) : DateOnly.MinValue,
        _ => day.Plus(-Days),
    };
}

/// <summary>Date arithmetic that stays inside the calendar: intervals use 0001-01-01 for "always" and 9999-12-31 for "no end".</summary>
internal static class DayArithmetic
{
    /// <summary>Adds days, which may be negative; stops at the first and last day of the calendar.</summary>
    public static DateOnly Plus(this DateOnly day, int days) =>
        DateOnly.FromDayNumber((int)Math.Clamp((long)day.DayNumber + days, DateOnly.MinValue.DayNumber, DateOnly.MaxValue.DayNumber));

    public static DateOnly Earlier(DateOnly one, DateOnly other) => one < other ? one : other;
}
