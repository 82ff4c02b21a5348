using System.Globalization;
using CdsHooks.Fhir;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CdsHooks.Tests.Fhir;

public sealed class FhirDateTimeLawTests
{
    private static readonly DateOnly First = new(2019, 12, 1);

    [Fact]
    public void A_comparison_is_certain_when_it_holds_for_every_day_and_possible_when_for_some() =>
        Law.Holds(Prop.ForAll(Dates, Days, (date, day) =>
        {
            var days = Enumerable.Range(0, date.Latest.DayNumber - date.Earliest.DayNumber + 1).Select(date.Earliest.AddDays).ToList();
            return date.IsCertainlyBefore(day) == days.TrueForAll(own => own < day)
                && date.IsPossiblyBefore(day) == days.Exists(own => own < day)
                && date.IsCertainlyOnOrBefore(day) == days.TrueForAll(own => own <= day)
                && date.IsPossiblyOnOrBefore(day) == days.Exists(own => own <= day)
                && date.IsCertainlyAfter(day) == days.TrueForAll(own => own > day)
                && date.IsPossiblyAfter(day) == days.Exists(own => own > day)
                && date.IsCertainlyOnOrAfter(day) == days.TrueForAll(own => own >= day)
                && date.IsPossiblyOnOrAfter(day) == days.Exists(own => own >= day);
        }));

    [Fact]
    public void What_is_certain_is_possible_and_its_opposite_is_not() =>
        Law.Holds(Prop.ForAll(Dates, Days, (date, day) =>
            (!date.IsCertainlyBefore(day) || date.IsPossiblyBefore(day))
            && date.IsCertainlyBefore(day) != date.IsPossiblyOnOrAfter(day)
            && date.IsCertainlyAfter(day) != date.IsPossiblyOnOrBefore(day)));

    [Fact]
    public void Writing_and_reading_a_date_gives_the_same_date() =>
        Law.Holds(Prop.ForAll(Dates, date => FhirDateTime.TryParse(date.ToString(), out var again) && again == date));

    [Fact]
    public void Any_text_is_read_or_rejected_and_never_throws() =>
        Law.Holds(Prop.ForAll<string>(text => !FhirDateTime.TryParse(text ?? "", out var value) || value.Earliest <= value.Latest));

    private static Arbitrary<DateOnly> Days => Gen.Choose(0, 1200).Select(First.AddDays).ToArbitrary();

    private static Arbitrary<FhirDateTime> Dates => Gen
        .Zip(Gen.Choose(0, 1200).Select(First.AddDays), Gen.Elements("yyyy", "yyyy-MM", "yyyy-MM-dd"))
        .Select(pair => FhirDateTime.TryParse(pair.Item1.ToString(pair.Item2, CultureInfo.InvariantCulture), out var date) ? date : default)
        .ToArbitrary();
}
