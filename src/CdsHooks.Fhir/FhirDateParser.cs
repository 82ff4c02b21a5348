namespace CdsHooks.Fhir;

/// <summary>Reads FHIR R4's date, dateTime and instant without allocating.</summary>
internal static class FhirDateParser
{
    /// <summary>The longest text that is read, in characters. The longest dates in use have nine decimals of a second.</summary>
    internal const int MaxLength = 64;

    private const int DayLength = 10;

    internal static bool TryParse(ReadOnlySpan<char> text, out FhirDateTime value)
    {
        value = default;
        return text.Length switch
        {
            4 => TryParseYear(text, out value),
            7 => TryParseMonth(text, out value),
            DayLength => TryParseDay(text, out value),
            > DayLength and <= MaxLength => TryParseTime(text, out value),
            _ => false,
        };
    }

    private static bool TryParseYear(ReadOnlySpan<char> text, out FhirDateTime value)
    {
        value = default;
        if (!TryDigits(text, 1, 9999, out var year))
        {
            return false;
        }

        value = new FhirDateTime(new DateOnly(year, 1, 1), new DateOnly(year, 12, 31), FhirDatePrecision.Year);
        return true;
    }

    private static bool TryParseMonth(ReadOnlySpan<char> text, out FhirDateTime value)
    {
        value = default;
        if (!TryYearAndMonth(text, out var year, out var month))
        {
            return false;
        }

        var last = DateTime.DaysInMonth(year, month);
        value = new FhirDateTime(new DateOnly(year, month, 1), new DateOnly(year, month, last), FhirDatePrecision.Month);
        return true;
    }

    private static bool TryParseDay(ReadOnlySpan<char> text, out FhirDateTime value)
    {
        value = default;
        if (!TryYearAndMonth(text, out var year, out var month)
            || text[7] is not '-'
            || !TryDigits(text[8..DayLength], 1, DateTime.DaysInMonth(year, month), out var day))
        {
            return false;
        }

        value = FhirDateTime.OnDay(new DateOnly(year, month, day));
        return true;
    }

    private static bool TryParseTime(ReadOnlySpan<char> text, out FhirDateTime value)
    {
        var rest = text[DayLength..];
        if (!TryParseDay(text[..DayLength], out value)
            || !TryTimeOfDay(ref rest, out var time)
            || !TryOffset(rest, out var offset))
        {
            value = default;
            return false;
        }

        if (offset is { } known && IsWithinCalendar(value.Earliest, time, known))
        {
            var instant = new DateTimeOffset(value.Earliest.ToDateTime(TimeOnly.MinValue), known) + time;
            value = new FhirDateTime(value.Earliest, value.Earliest, FhirDatePrecision.Instant, instant);
        }

        return true;
    }

    private static bool TryTimeOfDay(ref ReadOnlySpan<char> rest, out TimeSpan time)
    {
        time = default;
        if (rest.Length < 6
            || rest[0] is not 'T'
            || !TryDigits(rest[1..3], 0, 23, out var hours)
            || rest[3] is not ':'
            || !TryDigits(rest[4..6], 0, 59, out var minutes))
        {
            return false;
        }

        time = new TimeSpan(hours, minutes, 0);
        rest = rest[6..];
        return rest is not [':', ..] || TrySeconds(ref rest, ref time);
    }

    private static bool TrySeconds(ref ReadOnlySpan<char> rest, ref TimeSpan time)
    {
        // 60 is FHIR's leap second.
        if (rest.Length < 3 || !TryDigits(rest[1..3], 0, 60, out var seconds))
        {
            return false;
        }

        time += TimeSpan.FromSeconds(seconds);
        rest = rest[3..];
        if (rest is not ['.', ..])
        {
            return true;
        }

        var ticks = 0L;
        var place = TimeSpan.TicksPerSecond / 10;
        var digits = 1;
        for (; digits < rest.Length && char.IsAsciiDigit(rest[digits]); digits++)
        {
            ticks += (rest[digits] - '0') * place;
            place /= 10;
        }

        time += TimeSpan.FromTicks(ticks);
        rest = rest[digits..];
        return digits > 1;
    }

    private static bool TryOffset(ReadOnlySpan<char> rest, out TimeSpan? offset)
    {
        offset = rest is "Z" ? TimeSpan.Zero : null;
        if (rest.IsEmpty || offset is not null)
        {
            return true;
        }

        if (rest is not (['+' or '-', _, _, ':', _, _])
            || !TryDigits(rest[1..3], 0, 14, out var hours)
            || !TryDigits(rest[4..6], 0, hours == 14 ? 0 : 59, out var minutes))
        {
            return false;
        }

        var size = new TimeSpan(hours, minutes, 0);
        offset = rest[0] is '-' ? -size : size;
        return true;
    }

    // Some records write "no end" as "9999-12-31T23:59:59-05:00": its instant is beyond the calendar, its day is not.
    private static bool IsWithinCalendar(DateOnly day, TimeSpan time, TimeSpan offset)
    {
        var local = day.ToDateTime(TimeOnly.MinValue).Ticks + time.Ticks;
        return local <= DateTime.MaxValue.Ticks
            && local - offset.Ticks >= DateTime.MinValue.Ticks
            && local - offset.Ticks <= DateTime.MaxValue.Ticks
            && day.ToDateTime(TimeOnly.MinValue).Ticks - offset.Ticks >= DateTime.MinValue.Ticks;
    }

    private static bool TryYearAndMonth(ReadOnlySpan<char> text, out int year, out int month)
    {
        month = 0;
        return TryDigits(text[..4], 1, 9999, out year) && text[4] is '-' && TryDigits(text[5..7], 1, 12, out month);
    }

    private static bool TryDigits(ReadOnlySpan<char> digits, int least, int most, out int number)
    {
        number = 0;
        foreach (var digit in digits)
        {
            if (!char.IsAsciiDigit(digit))
            {
                return false;
            }

            number = (number * 10) + digit - '0';
        }

        return number >= least && number <= most;
    }
}
