namespace CdsHooks.Fhir.Resources;

/// <summary>What a Medication is made of.</summary>
/// <param name="Node">The element, or a missing node.</param>
public readonly record struct MedicationIngredient(FhirNode Node) : IFhirView<MedicationIngredient>
{
    /// <summary>The substance as a code; missing where it is a reference.</summary>
    public CodeableConcept Item => new(Node["itemCodeableConcept"u8]);

    /// <summary>The substance as a reference; missing where it is a code.</summary>
    public Reference ItemReference => new(Node["itemReference"u8]);

    /// <summary>Whether it works, or only carries what does; null where that is not said.</summary>
    public bool? IsActive => Node["isActive"u8].AsBoolean();

    /// <inheritdoc/>
    static MedicationIngredient IFhirView<MedicationIngredient>.Over(FhirNode node) => new(node);

    /// <summary>Where it stands.</summary>
    /// <returns>Never a value from the resource.</returns>
    public override string ToString() => Node.Location;
}
