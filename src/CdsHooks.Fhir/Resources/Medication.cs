namespace CdsHooks.Fhir.Resources;

/// <summary>A FHIR Medication, mostly contained in the request that names it.</summary>
/// <param name="Resource">The resource; its type is not checked.</param>
public readonly record struct Medication(FhirResource Resource)
{
    /// <summary>What it is.</summary>
    public CodeableConcept Code => new(Root["code"u8]);

    /// <summary>What it is made of.</summary>
    public FhirViews<MedicationIngredient> Ingredients => new(Root.Items("ingredient"u8));

    /// <summary>Its form: tablet, gel.</summary>
    public CodeableConcept Form => new(Root["form"u8]);

    private FhirNode Root => Resource.Root;

    /// <summary>Where it stands.</summary>
    /// <returns>Never a value from the resource.</returns>
    public override string ToString() => Resource.ToString();
}
