using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace CdsHooks.Fhir;

/// <summary>
/// A FHIR date, dateTime or instant: the calendar days it may mean, in the value's own offset. What depends on a part that was
/// not given is possible, but not certain.
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

    /// <summary>The first day it may mean.</summary>
    public DateOnly Earliest { get; }

    /// <summary>The last day it may mean; never before <see cref="Earliest"/>.</summary>
    public DateOnly Latest { get; }

    /// <summary>How much was given.</summary>
    public FhirDatePrecision Precision { get; }

    /// <summary>The point in time, where a time with an offset was given, to 100 ns; else null.</summary>
    public DateTimeOffset? Instant { get; }

    /// <summary>Whether it means one certain day.</summary>
    public bool IsDay => Earliest == Latest;

    /// <summary>Reads a FHIR date, dateTime or instant.</summary>
    /// <param name="text">
    /// <c>yyyy</c>, <c>yyyy-MM</c>, <c>yyyy-MM-dd</c>, or the latter with <c>Thh:mm[:ss[.f…]]</c> and <c>Z</c> or <c>±hh:mm</c>.
    /// Without the offset, which FHIR requires, only the day is taken. <c>24:00</c> is refused, as in FHIR R4.
    /// </param>
    /// <param name="value">The date; the default value where it cannot be read.</param>
    /// <returns>Whether the whole text is such a date and the day exists.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out FhirDateTime value) => FhirDateParser.TryParse(text, out value);

    /// <summary>Reads a FHIR date, dateTime or instant from UTF-8.</summary>
    /// <param name="text">As for the other overload.</param>
    /// <param name="value">The date; the default value where it cannot be read.</param>
    /// <returns>Whether the whole text is such a date and the day exists.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, out FhirDateTime value)
    {
        Span<char> characters = stackalloc char[FhirDateParser.MaxLength];
        if (text.Length <= characters.Length && Ascii.ToUtf16(text, characters, out var length) is System.Buffers.OperationStatus.Done)
        {
            return FhirDateParser.TryParse(characters[..length], out value);
        }

        value = default;
        return false;
    }

    /// <summary>A certain day.</summary>
    /// <param name="day">The day.</param>
    /// <returns>The interval of that one day.</returns>
    public static FhirDateTime OnDay(DateOnly day) => new(day, day, FhirDatePrecision.Day);

    /// <summary>Whether every day it may mean is on or before a day.</summary>
    /// <param name="day">The day to compare with, in the calendar of the value's own offset.</param>
    /// <returns>True where no missing part can change the answer.</returns>
    public bool IsCertainlyOnOrBefore(DateOnly day) => Latest <= day;

    /// <summary>Whether some day it may mean is on or before a day.</summary>
    /// <param name="day">The day to compare with.</param>
    /// <returns>False where no missing part can make it so.</returns>
    public bool IsPossiblyOnOrBefore(DateOnly day) => Earliest <= day;

    /// <summary>Whether every day it may mean is on or after a day.</summary>
    /// <param name="day">The day to compare with.</param>
    /// <returns>True where no missing part can change the answer.</returns>
    public bool IsCertainlyOnOrAfter(DateOnly day) => Earliest >= day;

    /// <summary>Whether some day it may mean is on or after a day.</summary>
    /// <param name="day">The day to compare with.</param>
    /// <returns>False where no missing part can make it so.</returns>
    public bool IsPossiblyOnOrAfter(DateOnly day) => Latest >= day;

    /// <summary>Whether every day it may mean is before a day.</summary>
    /// <param name="day">The day to compare with.</param>
    /// <returns>True where no missing part can change the answer.</returns>
    public bool IsCertainlyBefore(DateOnly day) => Latest < day;

    /// <summary>Whether some day it may mean is before a day.</summary>
    /// <param name="day">The day to compare with.</param>
    /// <returns>False where no missing part can make it so.</returns>
    public bool IsPossiblyBefore(DateOnly day) => Earliest < day;

    /// <summary>Whether every day it may mean is after a day.</summary>
    /// <param name="day">The day to compare with.</param>
    /// <returns>True where no missing part can change the answer.</returns>
    public bool IsCertainlyAfter(DateOnly day) => Earliest > day;

    /// <summary>Whether some day it may mean is after a day.</summary>
    /// <param name="day">The day to compare with.</param>
    /// <returns>False where no missing part can make it so.</returns>
    public bool IsPossiblyAfter(DateOnly day) => Latest > day;

    /// <summary>The date as precisely as it was given, an instant as its day.</summary>
    /// <returns><c>2026</c>, <c>2026-03</c> or <c>2026-03-02</c>.</returns>
    public override string ToString() => Precision switch
    {
        FhirDatePrecision.Year => Earliest.ToString("yyyy", CultureInfo.InvariantCulture),
        FhirDatePrecision.Month => Earliest.ToString("yyyy-MM", CultureInfo.InvariantCulture),
        _ => Earliest.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
    };
}
