namespace CdsHooks.Service.Host.Description;

/// <summary>A FHIR R4 OperationOutcome: the body of every response that is not a success.</summary>
/// <param name="ResourceType">Always <c>OperationOutcome</c>.</param>
/// <param name="Issue">The issues; at least one.</param>
internal sealed record OperationOutcomeShape(string ResourceType, IReadOnlyList<OperationOutcomeShape.IssueShape> Issue)
{
    /// <summary>One issue.</summary>
    /// <param name="Severity">Always <c>error</c>.</param>
    /// <param name="Code">A code of FHIR's issue-type.</param>
    /// <param name="Details">The description of the issue.</param>
    /// <param name="Expression">The JSON path of the place in the request.</param>
    internal sealed record IssueShape(string Severity, string Code, DetailsShape Details, IReadOnlyList<string>? Expression = null);

    /// <summary>A text.</summary>
    /// <param name="Text">One sentence.</param>
    internal sealed record DetailsShape(string Text);
}
