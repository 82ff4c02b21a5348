namespace CdsHooks.Decision.Criteria.Results;

/// <summary>One record that a finding rests on, as the assessment and the card show it.</summary>
/// <param name="Reference">Relative reference, e.g. <c>Observation/obs-7</c>; empty for a record without an id.</param>
/// <param name="Date">The record's date as precise as it was given, e.g. <c>2026-04</c>; null when it has none.</param>
/// <param name="Text">The value or the code's wording as found, e.g. <c>3.5 mm at L4-L5</c>; null when it has none. Untrusted text: escape it before rendering.</param>
public sealed record EvidenceItem(string Reference, string? Date, string? Text);
