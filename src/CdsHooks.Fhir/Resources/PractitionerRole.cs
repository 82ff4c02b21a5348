namespace CdsHooks.Fhir.Resources;

/// <summary>A FHIR PractitionerRole: what somebody does somewhere.</summary>
/// <param name="Resource">The resource; its type is not checked.</param>
public readonly record struct PractitionerRole(FhirResource Resource)
{
    /// <summary>The roles.</summary>
    public FhirViews<CodeableConcept> Codes => new(Root.Items("code"u8));

    /// <summary>The specialties.</summary>
    public FhirViews<CodeableConcept> Specialties => new(Root.Items("specialty"u8));

    private FhirNode Root => Resource.Root;

    /// <summary>Where it stands.</summary>
    /// <returns>Never a value from the resource.</returns>
    public override string ToString() => Resource.ToString();
}
