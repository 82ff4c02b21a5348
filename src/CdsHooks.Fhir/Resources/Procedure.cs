namespace CdsHooks.Fhir.Resources;

/// <summary>A FHIR Procedure: a session of therapy, an operation, an investigation.</summary>
/// <param name="Resource">The resource; its type is not checked.</param>
public readonly record struct Procedure(FhirResource Resource)
{
    /// <summary>The status code, or null where absent or malformed.</summary>
    public string? Status => Root["status"u8].AsString();

    /// <summary>Why it has its status, such as why it was not done.</summary>
    public CodeableConcept StatusReason => new(Root["statusReason"u8]);

    /// <summary>What was done.</summary>
    public CodeableConcept Code => new(Root["code"u8]);

    /// <summary>What kind of procedure it was.</summary>
    public CodeableConcept Category => new(Root["category"u8]);

    /// <summary>When, from <c>performedPeriod</c>, or <c>performedDateTime</c> as both start and end; null where absent or malformed, or given otherwise.</summary>
    public FhirPeriod? Performed => Root.Performed();

    /// <summary>Where on the body.</summary>
    public FhirViews<CodeableConcept> BodySites => new(Root.Items("bodySite"u8));

    /// <summary>Why: codes.</summary>
    public FhirViews<CodeableConcept> ReasonCodes => new(Root.Items("reasonCode"u8));

    /// <summary>Why: resources.</summary>
    public FhirViews<Reference> ReasonReferences => new(Root.Items("reasonReference"u8));

    /// <summary>Who did it.</summary>
    public FhirViews<ProcedurePerformer> Performers => new(Root.Items("performer"u8));

    /// <summary>Whom it is about.</summary>
    public Reference Subject => new(Root["subject"u8]);

    /// <summary>During which encounter.</summary>
    public Reference Encounter => new(Root["encounter"u8]);

    private FhirNode Root => Resource.Root;

    /// <summary>Where it stands.</summary>
    /// <returns>Never a value from the resource.</returns>
    public override string ToString() => Resource.ToString();
}
