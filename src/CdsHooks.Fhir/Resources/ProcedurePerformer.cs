namespace CdsHooks.Fhir.Resources;

/// <summary>Who took part in a Procedure.</summary>
/// <param name="Node">The element, or a missing node.</param>
public readonly record struct ProcedurePerformer(FhirNode Node) : IFhirView<ProcedurePerformer>
{
    /// <summary>As what: a profession or a role.</summary>
    public CodeableConcept Function => new(Node["function"u8]);

    /// <summary>Who.</summary>
    public Reference Actor => new(Node["actor"u8]);

    /// <inheritdoc/>
    static ProcedurePerformer IFhirView<ProcedurePerformer>.Over(FhirNode node) => new(node);

    /// <summary>Where it stands.</summary>
    /// <returns>Never a value from the resource.</returns>
    public override string ToString() => Node.Location;
}
