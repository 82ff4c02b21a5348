using CdsHooks.Fhir.Reading;
using Hl7.Fhir.Model;

namespace CdsHooks.Decision.Evidence;

/// <summary>The length of time for which a drug was ordered or taken, as far as the record states it. The date of the last change does not count.</summary>
/// <param name="Days">The planned length in whole days, 0 to <see cref="MostDays"/>; null when it cannot be derived.</param>
/// <param name="IsStopped">True when an order was stopped. The day is not recorded, so the planned length is an upper bound.</param>
/// <param name="IsActive">True when it is still active.</param>
public sealed record MedicationSupply(int? Days, bool IsStopped, bool IsActive)
{
    /// <summary>The cap on lengths, in days: about ten years.</summary>
    public const int MostDays = 3650;

    /// <summary>Gets the day on which a statement that the drug is being taken was made; null for other records.</summary>
    public Fhir.FhirDateTime? AssertedOn { get; init; }

    /// <summary>Gets a value indicating whether the only date is that of the statement: the drug was taken by then, and the start is not known.</summary>
    public bool IsOnlyAsserted { get; init; }
}

/// <summary>Derives the length of a drug order that states no first and last day.</summary>
internal static class OrderedSupply
{
    /// <summary>The least dose or interval that a length can be calculated from.</summary>
    private const decimal Least = 0.001m;

    /// <summary>Gets the days' supply times the repeats, or the days of the dosage, or the quantity dispensed divided by the daily dose.</summary>
    /// <returns>Whole days; null when the order does not say.</returns>
    public static int? DaysOf(MedicationRequest request)
    {
        var repeats = 1m + Math.Max(0, request.DispenseRequest?.NumberOfRepeatsAllowed ?? 0);
        if (request.DispenseRequest?.ExpectedSupplyDuration.InDays() is > 0 and var supply)
        {
            return Whole(Math.Min(supply, MedicationSupply.MostDays) * repeats);
        }

        var bound = request.DosageInstruction.Select(dosage => (dosage.Timing?.Repeat?.Bounds as Duration).InDays()).FirstOrDefault(days => days is not null);
        return bound is > 0 ? Whole(bound.Value)
            : DaysByDose(request) is >= 1 and var days ? Whole(Math.Min(days, MedicationSupply.MostDays) * repeats)
            : null;
    }

    /// <summary>Divides the quantity by the dose: sixty tablets, one twice a day, last thirty days. Null unless both have the same unit.</summary>
    private static decimal? DaysByDose(MedicationRequest request)
    {
        if (request.DosageInstruction is not [{ DoseAndRate: [{ Dose: Quantity { Value: >= Least and <= MedicationSupply.MostDays and var dose } each }] } dosage]
            || request.DispenseRequest?.Quantity is not { Value: > 0 and var dispensed } quantity
            || !string.Equals(UnitOf(each), UnitOf(quantity), StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        return Rate(dosage.Timing?.Repeat) is var (times, days) ? Math.Min(dispensed, 1_000_000m) * days / (dose * times) : null;
    }

    /// <summary>Gets the number of doses in a number of days; null when it varies.</summary>
    private static (decimal Times, decimal Days)? Rate(Timing.RepeatComponent? repeat)
    {
        if (repeat is not { Period: >= Least and < 1000 and var period, FrequencyMax: null, PeriodMax: null, DayOfWeekElement: [], TimeOfDayElement: [], WhenElement: [] })
        {
            return null;
        }

        decimal? days = repeat.PeriodUnitElement.Word() switch
        {
            "h" => period / 24,
            "d" => period,
            "wk" => period * 7,
            _ => null,
        };
        return days is { } length && (repeat.Frequency ?? 1) is > 0 and var times ? (times, length) : null;
    }

    private static string UnitOf(Quantity quantity) => (quantity.Code ?? quantity.Unit ?? string.Empty).Trim();

    private static int Whole(decimal days) => (int)decimal.Floor(Math.Min(days, MedicationSupply.MostDays));
}
