using System.Globalization;
using CdsHooks.Fhir;
using Xunit;

namespace CdsHooks.Tests.Fhir;

public sealed class FhirDateTimeTests
{
    [Theory]
    [InlineData("2026", "2026-01-01", "2026-12-31", FhirDatePrecision.Year)]
    [InlineData("0001", "0001-01-01", "0001-12-31", FhirDatePrecision.Year)]
    [InlineData("9999", "9999-01-01", "9999-12-31", FhirDatePrecision.Year)]
    [InlineData("2026-02", "2026-02-01", "2026-02-28", FhirDatePrecision.Month)]
    [InlineData("2024-02", "2024-02-01", "2024-02-29", FhirDatePrecision.Month)]
    [InlineData("2000-02", "2000-02-01", "2000-02-29", FhirDatePrecision.Month)]
    [InlineData("1900-02", "1900-02-01", "1900-02-28", FhirDatePrecision.Month)]
    [InlineData("2026-12", "2026-12-01", "2026-12-31", FhirDatePrecision.Month)]
    [InlineData("2024-02-29", "2024-02-29", "2024-02-29", FhirDatePrecision.Day)]
    [InlineData("2026-03-02T10:11:12Z", "2026-03-02", "2026-03-02", FhirDatePrecision.Instant)]
    [InlineData("2026-03-02T23:30:00-05:00", "2026-03-02", "2026-03-02", FhirDatePrecision.Instant)]
    [InlineData("2026-03-02T00:10:00+14:00", "2026-03-02", "2026-03-02", FhirDatePrecision.Instant)]
    [InlineData("2026-03-02T10:11:12.123456789Z", "2026-03-02", "2026-03-02", FhirDatePrecision.Instant)]
    [InlineData("2026-03-02T10:11Z", "2026-03-02", "2026-03-02", FhirDatePrecision.Instant)]
    [InlineData("2026-03-02T10:11", "2026-03-02", "2026-03-02", FhirDatePrecision.Day)]
    [InlineData("2026-03-02T10:11:12", "2026-03-02", "2026-03-02", FhirDatePrecision.Day)]
    [InlineData("2026-03-02T10:11:12.5", "2026-03-02", "2026-03-02", FhirDatePrecision.Day)]
    public void A_date_is_the_days_it_may_mean_in_its_own_offset(string text, string earliest, string latest, FhirDatePrecision precision)
    {
        Assert.True(FhirDateTime.TryParse(text, out var value));

        Assert.Equal((Day(earliest), Day(latest), precision), (value.Earliest, value.Latest, value.Precision));
        Assert.Equal(precision is FhirDatePrecision.Instant, value.Instant is not null);
        Assert.Equal(precision is FhirDatePrecision.Day or FhirDatePrecision.Instant, value.IsDay);
    }

    [Theory]
    [InlineData("")]
    [InlineData("26")]
    [InlineData("0000")]
    [InlineData("20x6")]
    [InlineData("+026")]
    [InlineData("2026-")]
    [InlineData("2026-1")]
    [InlineData("2026-00")]
    [InlineData("2026-13")]
    [InlineData("2026/02")]
    [InlineData("2026-02-29")]
    [InlineData("1900-02-29")]
    [InlineData("2026-04-31")]
    [InlineData("2026-04-00")]
    [InlineData("2026-4-01")]
    [InlineData("20260401")]
    [InlineData("01/04/2026")]
    [InlineData(" 2026-04-01")]
    [InlineData("2026-04-01 ")]
    [InlineData("2026-04-01T")]
    [InlineData("2026-04-01T10")]
    [InlineData("2026-04-01T1:00")]
    [InlineData("2026-04-01 10:00:00Z")]
    [InlineData("2026-04-01t10:00:00Z")]
    [InlineData("2026-04-01T24:00:00Z")]
    [InlineData("2026-04-01T23:60:00Z")]
    [InlineData("2026-04-01T23:00:61Z")]
    [InlineData("2026-04-01T23:00:0Z")]
    [InlineData("2026-04-01T23:00:00.Z")]
    [InlineData("2026-04-01T23:00:00,5Z")]
    [InlineData("2026-04-01T23:00:00z")]
    [InlineData("2026-04-01T23:00:00+1:00")]
    [InlineData("2026-04-01T23:00:00+0100")]
    [InlineData("2026-04-01T23:00:00+14:01")]
    [InlineData("2026-04-01T23:00:00+15:00")]
    [InlineData("2026-04-01T23:00:00+01:60")]
    [InlineData("2026-04-01T23:00:00Zulu")]
    [InlineData("2026-02-30T10:00:00Z")]
    [InlineData("２０２６")]
    [InlineData("2026-04-01T23:00:00.000000000000000000000000000000000000000000000000000000000000000000000Z")]
    public void What_is_no_date_is_rejected(string text)
    {
        Assert.False(FhirDateTime.TryParse(text, out var value));

        Assert.Equal(default, value);
    }

    [Theory]
    [InlineData("2026-03-02T10:11:12.5+02:00", "2026-03-02T08:11:12.5000000Z")]
    [InlineData("2026-03-02T10:11-00:30", "2026-03-02T10:41:00.0000000Z")]
    [InlineData("2016-12-31T23:59:60Z", "2017-01-01T00:00:00.0000000Z")]
    [InlineData("2026-03-02T10:11:12.12345678Z", "2026-03-02T10:11:12.1234567Z")]
    public void A_time_with_an_offset_is_an_instant(string text, string utc)
    {
        Assert.True(FhirDateTime.TryParse(text, out var value));

        Assert.Equal(utc, value.Instant!.Value.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("9999-12-31T23:59:59-05:00", "9999-12-31")]
    [InlineData("9999-12-31T23:59:60Z", "9999-12-31")]
    [InlineData("0001-01-01T00:00:00+14:00", "0001-01-01")]
    [InlineData("0001-01-01T20:00:00+14:00", "0001-01-01")]
    public void An_instant_beyond_the_calendar_keeps_its_day(string text, string day)
    {
        Assert.True(FhirDateTime.TryParse(text, out var value));

        Assert.Null(value.Instant);
        Assert.Equal(Day(day), value.Earliest);
        Assert.Equal(FhirDatePrecision.Day, value.Precision);
    }

    [Theory]
    [InlineData("2026")]
    [InlineData("0987")]
    [InlineData("2026-03")]
    [InlineData("2026-03-02")]
    public void A_date_is_written_as_precisely_as_it_was_given(string text)
    {
        Assert.True(FhirDateTime.TryParse(text, out var value));

        Assert.Equal(text, value.ToString());
    }

    [Fact]
    public void An_instant_is_written_as_its_own_day()
    {
        Assert.True(FhirDateTime.TryParse("2026-03-02T23:30:00-05:00", out var value));

        Assert.Equal("2026-03-02", value.ToString());
    }

    [Theory]
    [InlineData("2026-03", "2026-02-28", "after: certain, on or after: certain")]
    [InlineData("2026-03", "2026-03-01", "on or before: possible, after: possible, on or after: certain")]
    [InlineData("2026-03", "2026-03-15", "before: possible, on or before: possible, after: possible, on or after: possible")]
    [InlineData("2026-03", "2026-03-31", "before: possible, on or before: certain, on or after: possible")]
    [InlineData("2026-03", "2026-04-01", "before: certain, on or before: certain")]
    [InlineData("2026-03-02", "2026-03-02", "on or before: certain, on or after: certain")]
    public void What_depends_on_the_missing_part_is_possible_but_not_certain(string text, string day, string expected)
    {
        Assert.True(FhirDateTime.TryParse(text, out var value));
        var other = Day(day);

        var answers = new (string Name, bool Certain, bool Possible)[]
        {
            ("before", value.IsCertainlyBefore(other), value.IsPossiblyBefore(other)),
            ("on or before", value.IsCertainlyOnOrBefore(other), value.IsPossiblyOnOrBefore(other)),
            ("after", value.IsCertainlyAfter(other), value.IsPossiblyAfter(other)),
            ("on or after", value.IsCertainlyOnOrAfter(other), value.IsPossiblyOnOrAfter(other)),
        };

        Assert.Equal(expected, string.Join(", ", answers.Where(answer => answer.Possible).Select(answer => $"{answer.Name}: {(answer.Certain ? "certain" : "possible")}")));
    }

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
