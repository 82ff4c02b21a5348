namespace CdsHooks.Fhir.Resources;

/// <summary>A FHIR AllergyIntolerance: what must not be given.</summary>
/// <param name="Resource">The resource; its type is not checked.</param>
public readonly record struct AllergyIntolerance(FhirResource Resource)
{
    /// <summary>The first code of <c>clinicalStatus</c> (active, inactive, resolved), or null.</summary>
    public string? ClinicalStatus => Root.FirstCode("clinicalStatus"u8);

    /// <summary>The first code of <c>verificationStatus</c> (confirmed, unconfirmed, refuted, entered-in-error), or null.</summary>
    public string? VerificationStatus => Root.FirstCode("verificationStatus"u8);

    /// <summary>What the patient does not tolerate.</summary>
    public CodeableConcept Code => new(Root["code"u8]);

    /// <summary>Whom it is about.</summary>
    public Reference Patient => new(Root["patient"u8]);

    /// <summary>When it was put on record, or null.</summary>
    public FhirDateTime? RecordedDate => Root["recordedDate"u8].AsDateTime();

    /// <summary>The substances of the reactions that name one.</summary>
    public IEnumerable<CodeableConcept> ReactionSubstances => Root.Each("reaction"u8, "substance");

    private FhirNode Root => Resource.Root;

    /// <summary>Where it stands.</summary>
    /// <returns>Never a value from the resource.</returns>
    public override string ToString() => Resource.ToString();
}
