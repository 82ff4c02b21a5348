namespace CdsHooks.Fhir.Resources;

/// <summary>A FHIR Practitioner: as little of it as the rules need.</summary>
/// <param name="Resource">The resource; its type is not checked.</param>
public readonly record struct Practitioner(FhirResource Resource)
{
    /// <summary>The codes of the qualifications.</summary>
    public IEnumerable<CodeableConcept> Qualifications => Root.Each("qualification"u8, "code");

    private FhirNode Root => Resource.Root;

    /// <summary>Where it stands.</summary>
    /// <returns>Never a value from the resource.</returns>
    public override string ToString() => Resource.ToString();
}
