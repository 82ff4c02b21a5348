using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Evidence;
using CdsHooks.Fhir;

namespace CdsHooks.Decision.Criteria.Matching;

/// <summary>
/// Derives the length of time for which a drug was taken: from its stated period, or from its supply, or from the assumed days after it was
/// last authorized. Pure.
/// </summary>
internal static class DrugLength
{
    /// <summary>Gets the day on which a drug had run out: the first day that it did not cover.</summary>
    /// <param name="record">A drug order or statement.</param>
    /// <param name="start">The start.</param>
    /// <param name="assumedDays">The assumed length in days of a drug without a stated length: exact for an active drug, an upper bound for one that is over. 0 when nothing is assumed.</param>
    /// <returns>The day at the earliest, null when no day is certain; and at the latest, null when there is no limit.</returns>
    public static (DateOnly? Least, DateOnly? Most) RunsOut(DrugRecord record, FhirDateTime start, int assumedDays)
    {
        var supply = record.Supply;
        var (least, most) = Planned(record, supply, start, assumedDays);

        // The day on which an order was stopped is not recorded: it may have been the first day.
        return supply.IsStopped ? (null, most) : (least, most);
    }

    private static (DateOnly? Least, DateOnly? Most) Planned(DrugRecord record, MedicationSupply supply, FhirDateTime start, int assumedDays)
    {
        if (record.End is { } end)
        {
            return (end.Earliest.Plus(1), end.Latest.Plus(1));
        }

        if (supply.Days is { } days)
        {
            return (start.Earliest.Plus(days), start.Latest.Plus(days));
        }

        if (!supply.IsActive)
        {
            return (null, supply.IsOnlyAsserted ? start.Latest.Plus(1) : Assumed(start.Latest));
        }

        var last = supply.AssertedOn is { } asserted && asserted.Earliest > start.Earliest ? asserted : start;
        return assumedDays > 0 ? (Assumed(last.Earliest), Assumed(last.Latest)) : (last.Earliest.Plus(1), null);

        DateOnly? Assumed(DateOnly day) => assumedDays > 0 ? day.Plus(assumedDays) : null;
    }

    /// <summary>Determines whether a drug had certainly run out before a day, whatever its status.</summary>
    public static bool IsOver(DrugRecord record, DateOnly day, int assumedDays) =>
        record.Start is { } start && RunsOut(record, start, assumedDays).Most < day;
}
