namespace CdsHooks.Fhir.Resources;

/// <summary>One part of an Observation.</summary>
/// <param name="Node">The element, or a missing node.</param>
public readonly record struct ObservationComponent(FhirNode Node) : IFhirView<ObservationComponent>
{
    /// <summary>What was observed.</summary>
    public CodeableConcept Code => new(Node["code"u8]);

    /// <summary>What was found: <c>value[x]</c>.</summary>
    public ObservationValue Value => ObservationValue.Of(Node);

    /// <summary>Judgements of the value.</summary>
    public FhirViews<CodeableConcept> Interpretations => new(Node.Items("interpretation"u8));

    /// <summary>Whether the part says why it has no value, so that any value is to be ignored.</summary>
    public bool HasDataAbsentReason => Node["dataAbsentReason"u8].Exists;

    /// <inheritdoc/>
    static ObservationComponent IFhirView<ObservationComponent>.Over(FhirNode node) => new(node);

    /// <summary>Where it stands.</summary>
    /// <returns>Never a value from the resource.</returns>
    public override string ToString() => Node.Location;
}
