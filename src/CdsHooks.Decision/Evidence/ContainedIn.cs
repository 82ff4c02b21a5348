using CdsHooks.Fhir;

namespace CdsHooks.Decision.Evidence;

/// <summary>What an Observation takes from the report or panel that contains it.</summary>
/// <param name="Reference">How the evidence names it.</param>
/// <param name="Date">When, where it does not say itself.</param>
/// <param name="EvidenceStatus">Whether what contains it can be relied on.</param>
internal sealed record ContainedIn(string Reference, FhirDateTime? Date, EvidenceStatus EvidenceStatus);
