namespace CdsHooks.Fhir.Resources;

/// <summary>One thing an OperationOutcome says.</summary>
/// <param name="Node">The element, or a missing node.</param>
public readonly record struct OperationOutcomeIssue(FhirNode Node) : IFhirView<OperationOutcomeIssue>
{
    /// <summary>fatal, error, warning or information; null where absent or malformed.</summary>
    public string? Severity => Node["severity"u8].AsString();

    /// <summary>What kind of issue, such as <c>forbidden</c>, or null. The texts beside it are left unread: they may hold patient data.</summary>
    public string? Code => Node["code"u8].AsString();

    /// <inheritdoc/>
    static OperationOutcomeIssue IFhirView<OperationOutcomeIssue>.Over(FhirNode node) => new(node);

    /// <summary>Where it stands.</summary>
    /// <returns>Never a value from the resource.</returns>
    public override string ToString() => Node.Location;
}
