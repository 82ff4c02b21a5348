using CdsHooks.Decision.Evidence;

namespace CdsHooks.Decision.Criteria.Results;

/// <summary>The description of an input of a criterion: the records that it reads, for readers outside the rules.</summary>
/// <param name="Kind">The kind of records.</param>
/// <param name="Role">The code of its role, e.g. <c>counts</c>.</param>
/// <param name="Filters">The value sets that elements of a record must be in, all of them; empty when the text of a record decides.</param>
public sealed record InputOutline(EvidenceKind Kind, string Role, IReadOnlyList<InputFilter> Filters)
{
    /// <summary>Gets the canonicals of further value sets that decide whether a matching record counts: body sites, performers, reasons, values.</summary>
    public IReadOnlyList<string> FurtherValueSets { get; init; } = [];

    /// <summary>Gets the look-back in calendar months; null when it has none, or one in days.</summary>
    public int? LookbackMonths { get; init; }

    /// <summary>Gets the look-back in days; null when it has none, or one in months.</summary>
    public int? LookbackDays { get; init; }

    /// <summary>Gets the words in the text of a record by which it is found; empty when codes decide.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>Gets a value indicating whether it is about records whose code or text the rules cannot read: drugs that are in no list, reports in words.</summary>
    public bool IsForUnread { get; init; }
}

/// <summary>A value set that an element of a record must be in.</summary>
/// <param name="Element">The element: <c>code</c>, <c>value</c>, <c>reason</c>, <c>category</c> or <c>participant</c>.</param>
/// <param name="ValueSet">The canonical URL of the value set, without version.</param>
public sealed record InputFilter(string Element, string ValueSet);
