namespace CdsHooks.Fhir.Resources;

/// <summary>A FHIR MedicationStatement: what is or was taken, as somebody said.</summary>
/// <param name="Resource">The resource; its type is not checked.</param>
public readonly record struct MedicationStatement(FhirResource Resource)
{
    /// <summary>The status code, or null where absent or malformed.</summary>
    public string? Status => Root["status"u8].AsString();

    /// <summary>The first reason why it has its status, or a missing view.</summary>
    public CodeableConcept StatusReason => StatusReasons.First;

    /// <summary>Why it has its status, such as an adverse effect.</summary>
    public FhirViews<CodeableConcept> StatusReasons => new(Root.Items("statusReason"u8));

    /// <summary>The medication as a code; missing where it is a reference.</summary>
    public CodeableConcept Medication => new(Root["medicationCodeableConcept"u8]);

    /// <summary>The medication as a reference, often to a contained one; missing where it is a code.</summary>
    public Reference MedicationReference => new(Root["medicationReference"u8]);

    /// <summary>From when to when it was taken, from <c>effectivePeriod</c>, or <c>effectiveDateTime</c> as both start and end; null where absent or malformed.</summary>
    public FhirPeriod? Effective => Root["effectivePeriod"u8].AsPeriod() ?? Root["effectiveDateTime"u8].AsDayPeriod();

    /// <summary>When it was said, or null.</summary>
    public FhirDateTime? DateAsserted => Root["dateAsserted"u8].AsDateTime();

    /// <summary>Whom it is about.</summary>
    public Reference Subject => new(Root["subject"u8]);

    /// <summary>The routes of the dosages that name one.</summary>
    public IEnumerable<CodeableConcept> Routes => Root.Each("dosage"u8, "route");

    private FhirNode Root => Resource.Root;

    /// <summary>Where it stands.</summary>
    /// <returns>Never a value from the resource.</returns>
    public override string ToString() => Resource.ToString();
}
