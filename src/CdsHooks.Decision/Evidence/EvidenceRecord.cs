using CdsHooks.Fhir;
using CdsHooks.Fhir.Reading;
using CdsHooks.Fhir.Terminology;

namespace CdsHooks.Decision.Evidence;

/// <summary>
/// A resource of the chart, or a draft order, reduced to what rules read: the value sets of its codes, its dates and its status. Built
/// once per call; keeps no reference to the received bytes. The records below add the elements of single resource types; the family is
/// closed.
/// </summary>
public abstract class EvidenceRecord
{
    private protected EvidenceRecord()
    {
    }

    /// <summary>Gets the resource type, or draft order.</summary>
    public required EvidenceKind Kind { get; init; }

    /// <summary>Gets the relative reference, e.g. <c>Condition/1</c>; empty when the resource has no id.</summary>
    public required string Reference { get; init; }

    /// <summary>Gets the text of the code, or a display, or the code itself; null when it has none of these. Untrusted text.</summary>
    public string? Wording { get; init; }

    /// <summary>Gets the use that the status allows.</summary>
    public required EvidenceStatus EvidenceStatus { get; init; }

    /// <summary>Gets the code of the status; of a Condition or an AllergyIntolerance, of its clinical status.</summary>
    public Stated<string> Status { get; init; }

    /// <summary>Gets a value indicating whether the record negates what it is about or only proposes it, whatever its status: refuted, not to be performed, a proposal.</summary>
    public bool IsNegated { get; init; }

    /// <summary>Gets the value sets of the main code. Encounter: the type; drugs: the drug; QuestionnaireResponse: the items answered positively.</summary>
    public Stated<ValueSetBits> Code { get; init; }

    /// <summary>Gets the value sets of the main code, as far as it can be read.</summary>
    public ValueSetBits Codes => Code.Value;

    /// <summary>Gets the value sets of the coded reasons, including those of the conditions that it references, if they were received.</summary>
    public Stated<ValueSetBits> Reason { get; init; }

    /// <summary>Gets the value sets of the reasons, as far as they can be read.</summary>
    public ValueSetBits Reasons => Reason.Value;

    /// <summary>Gets the value sets of the body sites. A site in free text, or in a code that no value set contains, is unreadable.</summary>
    public Stated<ValueSetBits> Site { get; init; }

    /// <summary>Gets the value sets of the body sites, as far as they can be read.</summary>
    public ValueSetBits Sites => Site.Value;

    /// <summary>Gets the levels of the spine that the text of body sites names; empty when there are none.</summary>
    public IReadOnlyList<SpinalLevel> Levels { get; init; } = [];

    /// <summary>Gets the parts that are malformed, or that carry a modifier extension that is not understood.</summary>
    public ElementParts Unreadable { get; init; }

    /// <summary>Gets a value indicating whether any part that rules read is malformed or modified, whatever the status.</summary>
    public bool IsMalformed => Unreadable is not ElementParts.None;

    /// <summary>Gets the date, or the first day of a period: onset or else recorded, effective or else issued, performed, authored; null when undated.</summary>
    public FhirDateTime? Start { get; init; }

    /// <summary>Gets the last day of a period; null when it is open, or when there is no period.</summary>
    public FhirDateTime? End { get; init; }

    /// <summary>Gets the value sets of every coded element that a filter can read.</summary>
    internal virtual ValueSetBits AllCodes => Codes | Reasons;
}

/// <summary>A Condition.</summary>
public sealed class ConditionRecord : EvidenceRecord
{
    /// <summary>Gets the codings of the code as system and code, since they may state a grade; empty when no value set contains the code.</summary>
    public IReadOnlyList<(string System, string Code)> CodedAs { get; init; } = [];

    /// <summary>Gets the onset; null when it is not given.</summary>
    public FhirDateTime? Onset { get; init; }

    /// <summary>Gets the date of recording; null when it is not given.</summary>
    public FhirDateTime? Recorded { get; init; }

    /// <summary>Gets the abatement; null when none is stated.</summary>
    public Abatement? Abatement { get; init; }

    /// <summary>Gets the value sets of the disease course.</summary>
    public ValueSetBits ClinicalCourse { get; init; }
}

/// <summary>The end of a condition.</summary>
/// <param name="Date">The day of abatement; null when it is not known.</param>
/// <param name="IsUnread">True when the day is withheld or empty.</param>
public sealed record Abatement(FhirDateTime? Date, bool IsUnread);

/// <summary>An AllergyIntolerance.</summary>
public sealed class AllergyRecord : EvidenceRecord;

/// <summary>An Observation with its components.</summary>
public sealed class ObservationRecord : EvidenceRecord
{
    /// <summary>Gets the values: its own, then those of its components.</summary>
    public IReadOnlyList<MeasuredValue> Measured { get; init; } = [];

    /// <summary>Gets the value sets of the coded values and interpretations.</summary>
    public ValueSetBits Values { get; init; }

    /// <summary>Gets a value indicating whether its value is false: it denies what it is about.</summary>
    public bool IsDenied => Measured is [{ Flag: false }, ..];

    /// <summary>Gets the performers.</summary>
    public Performers Performers { get; init; }

    /// <summary>Gets the text of the body site, which separates groups of measurements; empty when there is none.</summary>
    public string SiteText { get; init; } = string.Empty;

    /// <summary>Gets or sets the key of <see cref="SiteText"/>, once a rule has read it.</summary>
    internal string? BodySite { get; set; }

    internal override ValueSetBits AllCodes => base.AllCodes | Values | Performers.Roles;
}

/// <summary>Care that was given or planned: a Procedure, an Encounter or a CarePlan.</summary>
public sealed class CareRecord : EvidenceRecord
{
    /// <summary>Gets the value sets of the category; of an Encounter, of its class.</summary>
    public ValueSetBits Categories { get; init; }

    /// <summary>Gets the performers or participants.</summary>
    public Performers Performers { get; init; }

    /// <summary>Gets the reason of the status.</summary>
    public StatusReason StatusReason { get; init; } = StatusReason.None;

    internal override ValueSetBits AllCodes => base.AllCodes | Categories | Performers.Roles;
}

/// <summary>A DiagnosticReport, or a QuestionnaireResponse.</summary>
public sealed class ReportRecord : EvidenceRecord
{
    /// <summary>Gets the value sets of the conclusions.</summary>
    public ValueSetBits Values { get; init; }

    /// <summary>Gets a value indicating whether it has free text or a document that is not read, and no coded conclusion or result.</summary>
    public bool HasUnreadText { get; init; }

    internal override ValueSetBits AllCodes => base.AllCodes | Values;
}

/// <summary>A MedicationRequest or a MedicationStatement.</summary>
public sealed class DrugRecord : EvidenceRecord
{
    /// <summary>Gets the names of the drug in lower case, one per line. Untrusted text.</summary>
    public string SearchText { get; init; } = string.Empty;

    /// <summary>Gets a value indicating whether the drug is known, as a member of a class or as another drug.</summary>
    public bool IsResolved { get; init; }

    /// <summary>Gets a value indicating whether the drug is neither known nor named, so that it may be any drug.</summary>
    public bool IsNameless { get; init; }

    /// <summary>Gets the value sets of the routes.</summary>
    public ValueSetBits Routes { get; init; }

    /// <summary>Gets the length of the supply.</summary>
    public required MedicationSupply Supply { get; init; }

    /// <summary>Gets the reason of the status.</summary>
    public StatusReason StatusReason { get; init; } = StatusReason.None;
}

/// <summary>A ServiceRequest: a draft order of the call, or one of the chart.</summary>
public sealed class OrderRecord : EvidenceRecord
{
    /// <summary>Gets a value indicating whether the call is about this draft order; true for an order of the chart.</summary>
    public bool IsSelected { get; init; } = true;

    /// <summary>Gets the codings of a draft order as system and code; empty for an order of the chart.</summary>
    public IReadOnlyList<(string System, string Code)> CodedAs { get; init; } = [];

    /// <summary>Gets the quantity of a draft order; null when it has none, or when it is not a simple quantity.</summary>
    public decimal? Quantity { get; init; }

    /// <summary>Gets the text of the first reason; null when it has none. Untrusted text.</summary>
    public string? ReasonWording { get; init; }

    /// <summary>Gets the text of the order in lower case. Untrusted text.</summary>
    public string SearchText { get; init; } = string.Empty;

    /// <summary>Gets the reason of the status.</summary>
    public StatusReason StatusReason { get; init; } = StatusReason.None;
}

/// <summary>The performers of an observation or a treatment, or the participants of a visit.</summary>
/// <param name="Roles">The value sets of their roles.</param>
/// <param name="HasRole">True when any role is coded.</param>
/// <param name="AreNamed">True when any performer is named, known or not.</param>
public readonly record struct Performers(ValueSetBits Roles, bool HasRole, bool AreNamed);

/// <summary>The reason of a status.</summary>
/// <param name="Codes">The value sets of the reason.</param>
/// <param name="IsCoded">True when a reason is coded.</param>
/// <param name="IsSaid">True when a reason has a text.</param>
/// <param name="IsUnread">True when a reason is present but empty, or cannot be read.</param>
/// <param name="Text">The text of the reason in lower case; empty when there is none. Untrusted text.</param>
public sealed record StatusReason(ValueSetBits Codes, bool IsCoded, bool IsSaid, bool IsUnread, string Text)
{
    /// <summary>Gets the status reason of a record that gives none.</summary>
    public static StatusReason None { get; } = new(default, IsCoded: false, IsSaid: false, IsUnread: false, string.Empty);
}
