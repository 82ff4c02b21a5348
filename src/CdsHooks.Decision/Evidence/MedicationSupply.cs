using CdsHooks.Fhir;

namespace CdsHooks.Decision.Evidence;

/// <summary>How long a drug was ordered or taken, as far as the record says. When the record was changed says nothing of it.</summary>
/// <param name="Days">Planned length in whole days, 0 to <see cref="MostDays"/>; null when it cannot be derived.</param>
/// <param name="IsStopped">True when an order was stopped, which does not tell when: its planned length is then the most it can have been.</param>
/// <param name="IsActive">True when it still runs.</param>
public sealed record MedicationSupply(int? Days, bool IsStopped, bool IsActive)
{
    /// <summary>More than ten years says no more than ten years.</summary>
    public const int MostDays = 3650;

    /// <summary>Gets the day on which a statement was made that the drug is taken; null for others.</summary>
    public FhirDateTime? AssertedOn { get; init; }

    /// <summary>Gets a value indicating whether the only date is that of the statement: it was taken by then, nobody says since when.</summary>
    public bool IsOnlyAsserted { get; init; }
}
