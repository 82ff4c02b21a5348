using CdsHooks.Fhir;
using CdsHooks.Fhir.Reading;
using CdsHooks.Fhir.Terminology;

namespace CdsHooks.Decision.Evidence;

/// <summary>
/// One resource of the chart, reduced to what rules ask: which value sets its codes are in, its dates, what its status makes of it, its values.
/// Built once per call; holds no reference to the received bytes.
/// </summary>
public sealed class EvidenceRecord
{
    /// <summary>Gets the kind of resource.</summary>
    public required EvidenceKind Kind { get; init; }

    /// <summary>Gets a value indicating whether a draft order is one that the call asks about; true for every other kind.</summary>
    public bool IsSelected { get; init; } = true;

    /// <summary>Gets the relative reference, e.g. <c>Condition/1</c>; empty when the resource has no id.</summary>
    public required string Reference { get; init; }

    /// <summary>Gets how the code reads: its text, else a display, else the code; null when it has none. Untrusted text.</summary>
    public string? Wording { get; init; }

    /// <summary>Gets what the record's status says about using it.</summary>
    public required EvidenceStatus EvidenceStatus { get; init; }

    /// <summary>Gets the word of the status, of a Condition or allergy its clinical status.</summary>
    public Stated<string> Status { get; init; }

    /// <summary>Gets a value indicating whether it says that something is not so, not to be done or only proposed, whatever its status.</summary>
    public bool IsNegated { get; init; }

    /// <summary>Gets what it is about: the value sets of the main code (Encounter: type; medications: drug; QuestionnaireResponse: items answered positively).</summary>
    public Stated<ValueSetBits> Code { get; init; }

    /// <summary>Gets the value sets of the main code, as far as it can be read.</summary>
    public ValueSetBits Codes => Code.Value;

    /// <summary>Gets the codings of the main code as system and code; kept for Conditions, whose code may state a grade, and for draft orders.</summary>
    public IReadOnlyList<(string System, string Code)> CodedAs { get; init; } = [];

    /// <summary>Gets the parts that are malformed, or modified in a way that is not understood.</summary>
    public ElementParts Unreadable { get; init; }

    /// <summary>Gets a value indicating whether any part that rules read is malformed or modified, whatever the status says.</summary>
    public bool IsMalformed => Unreadable is not ElementParts.None;

    /// <summary>Gets the value sets of the category.</summary>
    public ValueSetBits Categories { get; init; }

    /// <summary>Gets the value sets of coded values (Observation) or conclusions (DiagnosticReport).</summary>
    public ValueSetBits Values { get; init; }

    /// <summary>Gets how many of it a draft order asks for; null where it does not say, or it is no number.</summary>
    public decimal? Quantity { get; init; }

    /// <summary>Gets how the first reason of an order reads; null when it has none. Untrusted text.</summary>
    public string? ReasonWording { get; init; }

    /// <summary>Gets a value indicating whether an Observation states that what it is about is not so.</summary>
    public bool IsDenied => Measured is [{ Flag: false }, ..];

    /// <summary>Gets why it was done or ordered: the value sets of the coded reasons, those of referenced conditions in hand included.</summary>
    public Stated<ValueSetBits> Reason { get; init; }

    /// <summary>Gets the value sets of the reasons, as far as they can be read.</summary>
    public ValueSetBits Reasons => Reason.Value;

    /// <summary>Gets where on the body: the value sets of the body sites. A site in words, or in a code that no value set holds, is unreadable.</summary>
    public Stated<ValueSetBits> Site { get; init; }

    /// <summary>Gets a value indicating whether it has an end whose day is withheld or empty.</summary>
    public bool IsAbatementUnread { get; init; }

    /// <summary>Gets a value indicating whether the reason of its status is there and says nothing.</summary>
    public bool IsStatusReasonUnread { get; init; }

    /// <summary>Gets the value sets of the body sites, as far as they can be read.</summary>
    public ValueSetBits Sites => Site.Value;

    /// <summary>Gets the levels of the spine that stand in the place of coded body sites; empty when there are none.</summary>
    public IReadOnlyList<SpinalLevel> Levels { get; init; } = [];

    /// <summary>Gets the words that name the body site, which separate groups of measurements; empty when there are none.</summary>
    public string SiteText { get; init; } = string.Empty;

    /// <summary>Gets or sets what the rules call the body site of <see cref="SiteText"/>, once one of them has looked.</summary>
    internal string? BodySite { get; set; }

    /// <summary>Gets the value sets of the performers' or participants' roles.</summary>
    public ValueSetBits Roles { get; init; }

    /// <summary>Gets a value indicating whether any performer's role is coded.</summary>
    public bool HasRole { get; init; }

    /// <summary>Gets a value indicating whether an Observation names a performer, known or not; false for other kinds.</summary>
    public bool HasPerformer { get; init; }

    /// <summary>Gets the value sets of the status reason.</summary>
    public ValueSetBits StatusReasons { get; init; }

    /// <summary>Gets a value indicating whether a status reason is given, in a code or in words.</summary>
    public bool SaysStatusReason { get; init; }

    /// <summary>Gets a value indicating whether a status reason is coded.</summary>
    public bool HasStatusReason { get; init; }

    /// <summary>Gets the words of the status reason of a drug, lower case; empty when there are none. Untrusted text.</summary>
    public string StatusReasonText { get; init; } = string.Empty;

    /// <summary>Gets the value sets of the disease course (Condition).</summary>
    public ValueSetBits ClinicalCourse { get; init; }

    /// <summary>Gets the value sets of the routes of a drug.</summary>
    public ValueSetBits Routes { get; init; }

    /// <summary>Gets a value indicating whether the drug is known: to a class, or as another drug.</summary>
    public bool IsResolved { get; init; } = true;

    /// <summary>Gets a value indicating whether a drug that is not known has no words either, so that it may be any.</summary>
    public bool IsNameless { get; init; }

    /// <summary>Gets when it was or began: onset (else recorded), effective (else issued), performed, authored; null when undated.</summary>
    public FhirDateTime? Start { get; init; }

    /// <summary>Gets when it ended; null when open or not a period.</summary>
    public FhirDateTime? End { get; init; }

    /// <summary>Gets when a Condition was recorded; null for other kinds.</summary>
    public FhirDateTime? Recorded { get; init; }

    /// <summary>Gets the onset of a Condition; null when it is not given.</summary>
    public FhirDateTime? Onset { get; init; }

    /// <summary>Gets when a Condition abated; null when it did not, or the day is not known.</summary>
    public FhirDateTime? Abatement { get; init; }

    /// <summary>Gets a value indicating whether a Condition states an abatement of any form.</summary>
    public bool HasAbatement { get; init; }

    /// <summary>Gets the values of an Observation: its own, then those of its components.</summary>
    public IReadOnlyList<MeasuredValue> Measured { get; init; } = [];

    /// <summary>Gets a value indicating whether a report or an answer says something in words or in a document, and nothing of it in values.</summary>
    public bool HoldsUnreadText { get; init; }

    /// <summary>Gets the length of a drug order; null for other kinds.</summary>
    public MedicationSupply? Supply { get; init; }

    /// <summary>Gets the words of an order or drug for a text match, lower case, one name a line; empty unless the kind supports it.</summary>
    public string SearchText { get; init; } = string.Empty;
}
