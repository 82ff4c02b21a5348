namespace CdsHooks.Decision.Evidence;

/// <summary>How long a drug was ordered or taken, as far as the record says.</summary>
/// <param name="Days">Planned length in days, more than 0; null when it cannot be derived.</param>
/// <param name="StoppedOn">The day a stopped order ended at the latest; null when it was not stopped or the day is not known.</param>
/// <param name="IsStopped">True when the order was stopped: its planned length must then not be used.</param>
/// <param name="IsActive">True when it still runs.</param>
public sealed record MedicationSupply(decimal? Days, DateOnly? StoppedOn, bool IsStopped, bool IsActive);
