namespace CdsHooks.Fhir.Resources;

/// <summary>A FHIR Encounter: a visit.</summary>
/// <param name="Resource">The resource; its type is not checked.</param>
public readonly record struct Encounter(FhirResource Resource)
{
    /// <summary>The status code, or null where absent or malformed.</summary>
    public string? Status => Root["status"u8].AsString();

    /// <summary>What kind of visit.</summary>
    public FhirViews<CodeableConcept> Types => new(Root.Items("type"u8));

    /// <summary>The class (ambulatory, virtual, …): a Coding, read as a concept.</summary>
    public CodeableConcept Class => CodeableConcept.OfCoding(Root["class"u8]);

    /// <summary>The service that was given.</summary>
    public CodeableConcept ServiceType => new(Root["serviceType"u8]);

    /// <summary>From when to when; null where absent or malformed.</summary>
    public FhirPeriod? Period => Root["period"u8].AsPeriod();

    /// <summary>Who took part.</summary>
    public FhirViews<EncounterParticipant> Participants => new(Root.Items("participant"u8));

    /// <summary>Why: codes.</summary>
    public FhirViews<CodeableConcept> ReasonCodes => new(Root.Items("reasonCode"u8));

    /// <summary>Why: resources.</summary>
    public FhirViews<Reference> ReasonReferences => new(Root.Items("reasonReference"u8));

    /// <summary>Whom it is about.</summary>
    public Reference Subject => new(Root["subject"u8]);

    private FhirNode Root => Resource.Root;

    /// <summary>Where it stands.</summary>
    /// <returns>Never a value from the resource.</returns>
    public override string ToString() => Resource.ToString();
}
