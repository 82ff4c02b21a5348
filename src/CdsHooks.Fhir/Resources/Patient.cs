namespace CdsHooks.Fhir.Resources;

/// <summary>A FHIR Patient: as little of it as the rules need.</summary>
/// <param name="Resource">The resource; its type is not checked.</param>
public readonly record struct Patient(FhirResource Resource)
{
    /// <summary>The date of birth, perhaps only a year or month; null where absent or malformed.</summary>
    public FhirDateTime? BirthDate => Root["birthDate"u8].AsDateTime();

    private FhirNode Root => Resource.Root;

    /// <summary>Where it stands.</summary>
    /// <returns>Never a value from the resource.</returns>
    public override string ToString() => Resource.ToString();
}
