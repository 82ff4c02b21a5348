using CdsHooks.Fhir.Reading;
using Hl7.Fhir.Model;

namespace CdsHooks.Decision.Evidence;

/// <summary>The length of a drug order that states no first and last day.</summary>
internal static class OrderedSupply
{
    /// <summary>Below this a dose or the time between two is no figure that a length can be reckoned from.</summary>
    private const decimal Least = 0.001m;

    /// <summary>Days' supply with its repeats, else the days of the dosage, else what is dispensed by what is taken.</summary>
    /// <returns>Whole days; null where the order does not tell.</returns>
    public static int? DaysOf(MedicationRequest request)
    {
        var repeats = 1m + Math.Max(0, request.DispenseRequest?.NumberOfRepeatsAllowed ?? 0);
        if (request.DispenseRequest?.ExpectedSupplyDuration.InDays() is > 0 and var supply)
        {
            return Whole(Math.Min(supply, MedicationSupply.MostDays) * repeats);
        }

        var bound = request.DosageInstruction.Select(dosage => (dosage.Timing?.Repeat?.Bounds as Duration).InDays()).FirstOrDefault(days => days is not null);
        if (bound is > 0)
        {
            return Whole(bound.Value);
        }

        return DaysByDose(request) is >= 1 and var days ? Whole(Math.Min(days, MedicationSupply.MostDays) * repeats) : null;
    }

    /// <summary>Sixty tablets, one twice a day: thirty days. Only where both are counted in the same unit.</summary>
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

    /// <summary>So many times in so many days; null where it varies.</summary>
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
