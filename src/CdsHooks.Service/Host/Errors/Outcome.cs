using System.Diagnostics.CodeAnalysis;
using Hl7.Fhir.Model;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace CdsHooks.Service.Host.Errors;

/// <summary>An error response, before it is written as an OperationOutcome.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Issues">The issues; at least one.</param>
internal sealed record Outcome(int Status, IReadOnlyList<OutcomeIssue> Issues)
{
    /// <summary>Gets the delay before the client may retry; null when it is not stated.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Gets the supported content encodings, when the body used another one; otherwise null.</summary>
    public string? AcceptEncoding { get; init; }

    public static Outcome Of(int status, IssueType code, string text, string? expression = null) => new(status, [new OutcomeIssue(code, text, expression)]);

    /// <summary>Creates the error for a status that routing, the server or a limit has set.</summary>
    public static Outcome Of(int status) => status switch
    {
        StatusCodes.Status400BadRequest => Of(status, IssueType.Invalid, "The request cannot be read."),
        StatusCodes.Status401Unauthorized => Of(status, IssueType.Login, "The call is not authenticated."),
        StatusCodes.Status404NotFound => Of(status, IssueType.NotFound, "There is nothing at this address. GET /cds-services lists the services, GET /openapi/v1.json describes the API."),
        StatusCodes.Status405MethodNotAllowed => Of(status, IssueType.NotSupported, "This address does not support this method."),
        StatusCodes.Status406NotAcceptable => Of(status, IssueType.NotSupported, "None of the media types that the client accepts is available."),
        StatusCodes.Status408RequestTimeout => Of(status, IssueType.Timeout, "The request took too long to arrive."),
        StatusCodes.Status413PayloadTooLarge => Of(status, IssueType.TooLong, "The body is too large."),
        StatusCodes.Status415UnsupportedMediaType => Of(status, IssueType.NotSupported, "The body must be JSON in UTF-8: Content-Type application/json."),
        StatusCodes.Status414UriTooLong or StatusCodes.Status431RequestHeaderFieldsTooLarge => Of(status, IssueType.TooLong, "The address or the headers are too long."),
        >= 500 => Of(status, IssueType.Exception, "The service failed. The order was not reviewed."),
        _ => Of(status, IssueType.Processing, "The request was rejected."),
    };

    /// <summary>Converts the error to an OperationOutcome.</summary>
    public OperationOutcome ToFhir() => new() { Issue = [.. Issues.Select(issue => issue.ToFhir())] };
}

/// <summary>One issue of an OperationOutcome.</summary>
/// <param name="Code">The type of the issue.</param>
/// <param name="Text">One sentence for the person who runs the client, without any content of the request.</param>
/// <param name="Expression">The JSON path of the place; null when the issue concerns the request as a whole.</param>
internal sealed record OutcomeIssue(OperationOutcome.IssueType Code, string Text, string? Expression)
{
    /// <summary>Converts the issue to FHIR.</summary>
    public OperationOutcome.IssueComponent ToFhir() => new()
    {
        Severity = OperationOutcome.IssueSeverity.Error,
        Code = Code,
        Details = new CodeableConcept { Text = Text },
        Expression = Expression is null ? [] : [Expression],
    };
}

/// <summary>Rejects a call; carries the whole response, so that no other code has to map it.</summary>
/// <param name="outcome">The response.</param>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "The response is required.")]
[SuppressMessage("Roslynator", "RCS1194:Implement exception constructors", Justification = "The response is required.")]
internal sealed class RejectedRequestException(Outcome outcome) : Exception(outcome.Issues[0].Text)
{
    public Outcome Outcome => outcome;
}
