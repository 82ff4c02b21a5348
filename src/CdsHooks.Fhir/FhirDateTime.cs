using System.Globalization;
using System.Runtime.InteropServices;

namespace CdsHooks.Fhir;

/// <summary>
/// A FHIR date, dateTime or instant as the interval of calendar days that it can mean, in the value's own offset. A comparison that
/// depends on a part that was not given is possible, but not certain.
/// </summary>
/// <example><c>2026-03</c> is the interval 1 to 31 March: possibly, not certainly, on or before 15 March.</example>
[StructLayout(LayoutKind.Auto)]
public readonly record struct FhirDateTime
{
    internal FhirDateTime(DateOnly earliest, DateOnly latest, FhirDatePrecision precision, DateTimeOffset? instant = null)
    {
        Earliest = earliest;
        Latest = latest;
        Precision = precision;
        Instant = instant;
    }

    /// <summary>Gets the first day that it can mean.</summary>
    public DateOnly Earliest { get; }

    /// <summary>Gets the last day that it can mean, never before <see cref="Earliest"/>.</summary>
    public DateOnly Latest { get; }

    /// <summary>Gets the precision that was given.</summary>
    public FhirDatePrecision Precision { get; }

    /// <summary>Gets the point in time, to 100 ns, or null where no time with an offset was given.</summary>
    public DateTimeOffset? Instant { get; }

    /// <summary>Gets a value that indicates whether it means exactly one day.</summary>
    public bool IsDay => Earliest == Latest;

    /// <summary>Reads a FHIR date, dateTime or instant.</summary>
    /// <param name="text">
    /// <c>yyyy</c>, <c>yyyy-MM</c>, <c>yyyy-MM-dd</c>, or the latter with <c>Thh:mm[:ss[.f…]]</c> and <c>Z</c> or <c>±hh:mm</c>.
    /// Without the offset, which FHIR requires, only the day is read. <c>24:00</c> is rejected, as in FHIR R4.
    /// </param>
    /// <param name="value">The date; the default value where it cannot be read.</param>
    /// <returns>True when the whole text is such a date and the day exists.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out FhirDateTime value) => FhirDateParser.TryParse(text, out value);

    /// <summary>Creates the date of one certain day.</summary>
    public static FhirDateTime OnDay(DateOnly day) => new(day, day, FhirDatePrecision.Day);

    /// <summary>True when every day that it can mean is on or before <paramref name="day"/>.</summary>
    public bool IsCertainlyOnOrBefore(DateOnly day) => Latest <= day;

    /// <summary>True when some day that it can mean is on or before <paramref name="day"/>.</summary>
    public bool IsPossiblyOnOrBefore(DateOnly day) => Earliest <= day;

    /// <summary>True when every day that it can mean is on or after <paramref name="day"/>.</summary>
    public bool IsCertainlyOnOrAfter(DateOnly day) => Earliest >= day;

    /// <summary>True when some day that it can mean is on or after <paramref name="day"/>.</summary>
    public bool IsPossiblyOnOrAfter(DateOnly day) => Latest >= day;

    /// <summary>True when every day that it can mean is before <paramref name="day"/>.</summary>
    public bool IsCertainlyBefore(DateOnly day) => Latest < day;

    /// <summary>True when some day that it can mean is before <paramref name="day"/>.</summary>
    public bool IsPossiblyBefore(DateOnly day) => Earliest < day;

    /// <summary>True when every day that it can mean is after <paramref name="day"/>.</summary>
    public bool IsCertainlyAfter(DateOnly day) => Earliest > day;

    /// <summary>True when some day that it can mean is after <paramref name="day"/>.</summary>
    public bool IsPossiblyAfter(DateOnly day) => Latest > day;

    /// <summary>Writes the date in the precision that was given; an instant as its day.</summary>
    /// <returns><c>2026</c>, <c>2026-03</c> or <c>2026-03-02</c>.</returns>
    public override string ToString() => Precision switch
    {
        FhirDatePrecision.Year => Earliest.ToString("yyyy", CultureInfo.InvariantCulture),
        FhirDatePrecision.Month => Earliest.ToString("yyyy-MM", CultureInfo.InvariantCulture),
        _ => Earliest.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
    };
}

/// <summary>The precision of a date.</summary>
public enum FhirDatePrecision
{
    /// <summary>The year alone: <c>2026</c>.</summary>
    Year,

    /// <summary>Year and month: <c>2026-03</c>.</summary>
    Month,

    /// <summary>The day, or a time without an offset, of which only the day is certain.</summary>
    Day,

    /// <summary>A time with its offset from UTC.</summary>
    Instant,
}

/// <summary>A FHIR Period. Both ends are inclusive: an end given as a day includes that whole day.</summary>
/// <param name="Start">The start, or null where it is absent (open start) or malformed (an issue of the resource).</param>
/// <param name="End">The end, or null where it is absent (ongoing) or malformed (an issue of the resource).</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct FhirPeriod(FhirDateTime? Start, FhirDateTime? End);
