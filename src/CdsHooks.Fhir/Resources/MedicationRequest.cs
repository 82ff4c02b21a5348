namespace CdsHooks.Fhir.Resources;

/// <summary>A FHIR MedicationRequest: a prescription.</summary>
/// <param name="Resource">The resource; its type is not checked.</param>
public readonly record struct MedicationRequest(FhirResource Resource)
{
    /// <summary>The status code, or null where absent or malformed.</summary>
    public string? Status => Root["status"u8].AsString();

    /// <summary>Why it has its status, such as why it was not done.</summary>
    public CodeableConcept StatusReason => new(Root["statusReason"u8]);

    /// <summary>When the resource last changed (<c>meta.lastUpdated</c>), the nearest that R4 has to a date of the status; or null.</summary>
    public FhirDateTime? LastUpdated => Root["meta"u8]["lastUpdated"u8].AsDateTime();

    /// <summary>The intent code (order, plan, proposal and so on), or null.</summary>
    public string? Intent => Root["intent"u8].AsString();

    /// <summary>Whether it asks that the medication not be given; null where it does not say.</summary>
    public bool? DoNotPerform => Root["doNotPerform"u8].AsBoolean();

    /// <summary>The medication as a code; missing where it is a reference.</summary>
    public CodeableConcept Medication => new(Root["medicationCodeableConcept"u8]);

    /// <summary>The medication as a reference, often to a contained one; missing where it is a code.</summary>
    public Reference MedicationReference => new(Root["medicationReference"u8]);

    /// <summary>When it was written, or null.</summary>
    public FhirDateTime? AuthoredOn => Root["authoredOn"u8].AsDateTime();

    /// <summary>How many days one supply lasts (<c>dispenseRequest.expectedSupplyDuration</c>); null where absent, or in a unit that is no time.</summary>
    public decimal? ExpectedSupplyDays => Root["dispenseRequest"u8]["expectedSupplyDuration"u8].AsDays();

    /// <summary>How many repeats are allowed beyond the first supply; null where it does not say.</summary>
    public int? RepeatsAllowed => Root["dispenseRequest"u8]["numberOfRepeatsAllowed"u8].AsInteger();

    /// <summary>How long it is to be taken, from the first dosage instruction that says so; null where none does.</summary>
    public DosageBounds? DosageBounds => Resources.DosageBounds.FirstOf(Root);

    /// <summary>The routes of the dosage instructions that name one: oral, topical.</summary>
    public IEnumerable<CodeableConcept> Routes => Root.Each("dosageInstruction"u8, "route");

    /// <summary>Whom it is about.</summary>
    public Reference Subject => new(Root["subject"u8]);

    /// <summary>Why: codes.</summary>
    public FhirViews<CodeableConcept> ReasonCodes => new(Root.Items("reasonCode"u8));

    private FhirNode Root => Resource.Root;

    /// <summary>Where it stands.</summary>
    /// <returns>Never a value from the resource.</returns>
    public override string ToString() => Resource.ToString();
}
