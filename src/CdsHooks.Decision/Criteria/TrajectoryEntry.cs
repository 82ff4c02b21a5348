using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Evidence;
using CdsHooks.Fhir;

namespace CdsHooks.Decision.Criteria;

/// <summary>A dated statement about the course of a deficit.</summary>
/// <param name="Key">The deficit, such as a muscle or a condition; empty for a statement that names none.</param>
/// <param name="Trajectory">The direction of the change.</param>
/// <param name="Date">The date of the statement; null when undated.</param>
/// <param name="Record">The record that contains the statement.</param>
/// <param name="Text">The text of the statement.</param>
internal sealed record TrajectoryEntry(string Key, Trajectory Trajectory, FhirDateTime? Date, EvidenceRecord Record, string? Text)
{
    /// <summary>Gets the reason why the course is unclear, if it is.</summary>
    public Reason Doubt { get; init; } = Reason.Unusable;

    public EvidenceItem Item => new(Record.Reference, Date?.ToString(), Text);
}

/// <summary>The direction in which a deficit changes, according to one record.</summary>
internal enum Trajectory
{
    Progressive,
    Stable,
    Improving,

    /// <summary>The record is about the course, but its direction is not certain.</summary>
    Unclear,
}
