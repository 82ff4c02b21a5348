namespace CdsHooks.Fhir.Resources;

/// <summary>Who took part in an Encounter.</summary>
/// <param name="Node">The element, or a missing node.</param>
public readonly record struct EncounterParticipant(FhirNode Node) : IFhirView<EncounterParticipant>
{
    /// <summary>As what: a profession or a role.</summary>
    public FhirViews<CodeableConcept> Types => new(Node.Items("type"u8));

    /// <summary>Who.</summary>
    public Reference Individual => new(Node["individual"u8]);

    /// <inheritdoc/>
    static EncounterParticipant IFhirView<EncounterParticipant>.Over(FhirNode node) => new(node);

    /// <summary>Where it stands.</summary>
    /// <returns>Never a value from the resource.</returns>
    public override string ToString() => Node.Location;
}
