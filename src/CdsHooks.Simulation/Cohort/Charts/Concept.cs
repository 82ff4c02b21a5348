using System.Collections.Immutable;
using System.Globalization;

namespace CdsHooks.Simulation.Cohort.Charts;

/// <summary>A CodeableConcept: codings, words, or both.</summary>
internal readonly record struct Concept(ImmutableArray<Coded> Codings, string? Text = null)
{
    public static implicit operator Concept(Coded coded) => new([coded]);

    public static Concept Words(string text) => new([], text);

    public static Concept Of(params ReadOnlySpan<Coded> codings) => new([.. codings]);
}

/// <summary>A number with its UCUM unit; null for a number without one.</summary>
internal readonly record struct Quantity(decimal Value, string? Unit);

/// <summary>A date as a chart states it: a day, a moment, only a month or a year, or not at all.</summary>
internal readonly record struct When(DateOnly? Day, string? Text = null)
{
    public static implicit operator When(DateOnly day) => new(day);

    /// <summary>Gets the date of a record that has none.</summary>
    public static When NotStated => default;

    public static When Month(DateOnly day) => new(null, day.ToString("yyyy-MM", CultureInfo.InvariantCulture));

    public static When Year(int year) => new(null, year.ToString("0000", CultureInfo.InvariantCulture));

    /// <summary>A moment of a day, in the time zone of the hospital.</summary>
    public static When Moment(DateOnly day, int minute) =>
        new(null, string.Create(CultureInfo.InvariantCulture, $"{day:yyyy-MM-dd}T{minute / 60:00}:{minute % 60:00}:00-05:00"));
}

/// <summary>A resource of a chart.</summary>
/// <param name="Type">The resource type.</param>
/// <param name="Json">UTF-8 JSON on one line, valid until the next patient is read.</param>
internal readonly record struct CohortResource(string Type, ReadOnlyMemory<byte> Json)
{
    /// <summary>Gets the reference by which others name it; empty for resources of a patient.</summary>
    public string Reference { get; init; } = string.Empty;
}
