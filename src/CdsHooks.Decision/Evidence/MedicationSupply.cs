namespace CdsHooks.Decision.Evidence;

/// <summary>How long a drug was ordered or taken, as far as the record says.</summary>
/// <param name="Days">Planned length in whole days, 0 to <see cref="MostDays"/>; null when it cannot be derived.</param>
/// <param name="StoppedOn">The day a stopped order ended at the latest; null when it was not stopped or the day is not known.</param>
/// <param name="IsStopped">True when the order was stopped: its planned length is then the most it can have been.</param>
/// <param name="IsActive">True when it still runs.</param>
public sealed record MedicationSupply(int? Days, DateOnly? StoppedOn, bool IsStopped, bool IsActive)
{
    /// <summary>More than ten years says no more than ten years.</summary>
    public const int MostDays = 3650;
}
