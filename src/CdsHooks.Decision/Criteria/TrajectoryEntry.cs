using CdsHooks.Decision.Criteria.Results;
using CdsHooks.Decision.Evidence;
using CdsHooks.Fhir;

namespace CdsHooks.Decision.Criteria;

/// <summary>One dated statement of the course of a deficit.</summary>
/// <param name="Key">The deficit it is about (a muscle, a condition); empty for one that speaks of the deficit as such.</param>
/// <param name="Trajectory">Which way it goes.</param>
/// <param name="Date">When that was so; null when undated.</param>
/// <param name="Record">The record that says so.</param>
/// <param name="Text">The statement as found.</param>
internal sealed record TrajectoryEntry(string Key, Trajectory Trajectory, FhirDateTime? Date, EvidenceRecord Record, string? Text)
{
    /// <summary>Gets why the course is unclear, where it is.</summary>
    public Reason Doubt { get; init; } = Reason.Unusable;

    public EvidenceItem Item => new(Record.Reference, Date?.ToString(), Text);
}
