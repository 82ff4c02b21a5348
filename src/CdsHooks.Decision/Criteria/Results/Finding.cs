using CdsHooks.Decision.Evidence;

namespace CdsHooks.Decision.Criteria.Results;

/// <summary>The result of one criterion with its reason and evidence.</summary>
/// <param name="Id">The criterion's id, e.g. <c>physical-therapy</c>.</param>
/// <param name="Result">Met, not met or unknown.</param>
/// <param name="Reason">The reason of the result.</param>
/// <param name="Evidence">The supporting records, newest first, the statements of orders last; empty when there are none.</param>
/// <param name="Facts">The figures behind it; null when there are none.</param>
public sealed record Finding(
    string Id,
    CriterionResult Result,
    Reason Reason,
    IReadOnlyList<EvidenceItem> Evidence,
    FindingFacts? Facts = null)
{
    /// <summary>Gets the function that collects the numbers behind the finding; null when there are none.</summary>
    public Func<FindingFigures>? Figures { get; init; }
}

/// <summary>The figures behind a finding, for the texts of a card. A member is null when it does not apply.</summary>
/// <param name="Days">The length of the course found, in days from its first to its last day.</param>
/// <param name="Events">The number of distinct days with an event.</param>
/// <param name="Weeks">The number of distinct ISO weeks with an event.</param>
/// <param name="First">The first day of the evidence.</param>
/// <param name="Last">The last day of the evidence.</param>
/// <param name="Measured">The deciding value as found, e.g. <c>3.5 mm at L4-L5</c>.</param>
/// <param name="Value">The deciding value alone, e.g. <c>3.5 mm</c>, without the name of the measure and the body site. Untrusted text.</param>
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

/// <summary>A record that supports a finding, as the assessment and the card show it.</summary>
/// <param name="Reference">The relative reference, e.g. <c>Observation/obs-7</c>; empty for a record without an id.</param>
/// <param name="Date">The record's date as precise as it was given, e.g. <c>2026-04</c>; null when it has none.</param>
/// <param name="Text">The value or the code's wording as found, e.g. <c>3.5 mm at L4-L5</c>; null when it has none. Untrusted text: escape it before rendering.</param>
public sealed record EvidenceItem(string Reference, string? Date, string? Text);

/// <summary>The finding of a criterion, and the records that counted for it, whose dates other criteria may use.</summary>
internal sealed record CriterionState(Finding Finding, IReadOnlyList<EvidenceRecord> Counted)
{
    /// <summary>Gets a value indicating whether every set was read and no record matches.</summary>
    public bool IsAbsent { get; init; }

    /// <summary>Gets the reason why an unreadable record may count, whatever the result; null when all are readable.</summary>
    public Reason? Unread { get; init; }
}
