using Hl7.Fhir.Model;

namespace CdsHooks.Service.Host.Errors;

/// <summary>One issue of an OperationOutcome.</summary>
/// <param name="Code">What kind of issue it is.</param>
/// <param name="Text">One sentence for the person who runs the client. Holds nothing taken from the request.</param>
/// <param name="Expression">JSON path of the place, or null when it is about the request as a whole.</param>
internal sealed record OutcomeIssue(OperationOutcome.IssueType Code, string Text, string? Expression)
{
    /// <summary>The issue as FHIR has it.</summary>
    public OperationOutcome.IssueComponent ToFhir() => new()
    {
        Severity = OperationOutcome.IssueSeverity.Error,
        Code = Code,
        Details = new CodeableConcept { Text = Text },
        Expression = Expression is null ? [] : [Expression],
    };
}
