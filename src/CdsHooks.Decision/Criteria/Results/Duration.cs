namespace CdsHooks.Decision.Criteria.Results;

/// <summary>A length of time as the rules state it: days, weeks, calendar months or calendar years.</summary>
/// <param name="Amount">How many, 0 or more.</param>
/// <param name="Unit">UCUM code: <c>d</c>, <c>wk</c>, <c>mo</c> or <c>a</c>.</param>
internal readonly record struct Duration(int Amount, string Unit)
{
    /// <summary>Gets the length in days: exact for days and weeks, 30 and 365 for a month and a year.</summary>
    public int Days => Unit switch
    {
        "wk" => Amount * 7,
        "mo" => Amount * 30,
        "a" => Amount * 365,
        _ => Amount,
    };

    public static bool IsUnit(string? unit) => unit is "d" or "wk" or "mo" or "a";

    /// <summary>Goes back from a day; months and years by the calendar, at most to its first day.</summary>
    public DateOnly Before(DateOnly day) => Unit switch
    {
        "mo" => Amount < 12 * (day.Year - 1) ? day.AddMonths(-Amount) : DateOnly.MinValue,
        "a" => Amount < day.Year - 1 ? day.AddYears(-Amount) : DateOnly.MinValue,
        _ => day.Plus(-Days),
    };
}
