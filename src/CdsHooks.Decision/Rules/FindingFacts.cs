namespace CdsHooks.Decision.Rules;

/// <summary>The figures behind a finding, for the texts of a card. Every member is null where it has no meaning.</summary>
/// <param name="Days">Length of the course found, in days from its first to its last day.</param>
/// <param name="Events">Distinct days with an event.</param>
/// <param name="Weeks">Distinct ISO weeks with an event.</param>
/// <param name="First">First day of what was found.</param>
/// <param name="Last">Last day of what was found.</param>
/// <param name="Measured">The deciding value as found, e.g. <c>3.5 mm at L4-L5</c>.</param>
/// <param name="Value">The deciding value alone, e.g. <c>3.5 mm</c>, without what was measured and where. Untrusted text.</param>
/// <param name="IsFull">True when a duration also reaches the longer of two limits.</param>
public sealed record FindingFacts(
    int? Days = null,
    int? Events = null,
    int? Weeks = null,
    DateOnly? First = null,
    DateOnly? Last = null,
    string? Measured = null,
    string? Value = null,
    bool? IsFull = null);
