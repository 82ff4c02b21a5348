namespace CdsHooks.Fhir.Resources;

/// <summary>A FHIR OperationOutcome: what went wrong, or did not.</summary>
/// <param name="Resource">The resource; its type is not checked.</param>
public readonly record struct OperationOutcome(FhirResource Resource)
{
    /// <summary>What happened.</summary>
    public FhirViews<OperationOutcomeIssue> Issues => new(Root.Items("issue"u8));

    /// <summary>Whether any issue is an error or fatal. A bare warning or information, or no issue at all, is no failure.</summary>
    public bool IsFailure => Issues.Any(issue => issue.Severity is "error" or "fatal");

    private FhirNode Root => Resource.Root;

    /// <summary>Where it stands.</summary>
    /// <returns>Never a value from the resource.</returns>
    public override string ToString() => Resource.ToString();
}
