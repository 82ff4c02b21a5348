namespace CdsHooks.Fhir;

/// <summary>How much of a date was given.</summary>
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
