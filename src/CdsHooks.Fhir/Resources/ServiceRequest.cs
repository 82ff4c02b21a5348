namespace CdsHooks.Fhir.Resources;

/// <summary>A FHIR ServiceRequest: an order or a referral.</summary>
/// <param name="Resource">The resource; its type is not checked.</param>
public readonly record struct ServiceRequest(FhirResource Resource)
{
    /// <summary>The status code, or null where absent or malformed.</summary>
    public string? Status => Root["status"u8].AsString();

    /// <summary>The intent code (order, plan, proposal and so on), or null.</summary>
    public string? Intent => Root["intent"u8].AsString();

    /// <summary>Whether it asks that something not be done; null where it does not say.</summary>
    public bool? DoNotPerform => Root["doNotPerform"u8].AsBoolean();

    /// <summary>What is asked for.</summary>
    public CodeableConcept Code => new(Root["code"u8]);

    /// <summary>Why: codes.</summary>
    public FhirViews<CodeableConcept> ReasonCodes => new(Root.Items("reasonCode"u8));

    /// <summary>Why: resources.</summary>
    public FhirViews<Reference> ReasonReferences => new(Root.Items("reasonReference"u8));

    /// <summary>Where on the body.</summary>
    public FhirViews<CodeableConcept> BodySites => new(Root.Items("bodySite"u8));

    /// <summary>When it was written, or null.</summary>
    public FhirDateTime? AuthoredOn => Root["authoredOn"u8].AsDateTime();

    /// <summary>Whom it is about.</summary>
    public Reference Subject => new(Root["subject"u8]);

    /// <summary>Why it has its status (extension request-statusReason), such as why it was declined.</summary>
    public CodeableConcept StatusReason => new(Root.Extension(FhirUris.RequestStatusReason)["valueCodeableConcept"u8]);

    /// <summary>Who is asked to do it.</summary>
    public FhirViews<Reference> Performers => new(Root.Items("performer"u8));

    private FhirNode Root => Resource.Root;

    /// <summary>Where it stands.</summary>
    /// <returns>Never a value from the resource.</returns>
    public override string ToString() => Resource.ToString();
}
