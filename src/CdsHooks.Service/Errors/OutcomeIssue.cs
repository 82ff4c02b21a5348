namespace CdsHooks.Service.Errors;

/// <summary>One issue of an OperationOutcome.</summary>
/// <param name="Code">A code of FHIR's issue-type.</param>
/// <param name="Text">One sentence for the person who runs the client. Holds nothing taken from the request.</param>
/// <param name="Expression">JSON path of the place, or null when it is about the request as a whole.</param>
internal sealed record OutcomeIssue(string Code, string Text, string? Expression);
