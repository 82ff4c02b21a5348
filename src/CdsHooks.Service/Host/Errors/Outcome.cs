using Hl7.Fhir.Model;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace CdsHooks.Service.Host.Errors;

/// <summary>An answer that is not 200, before it is written as an OperationOutcome.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Issues">What is wrong; at least one.</param>
internal sealed record Outcome(int Status, IReadOnlyList<OutcomeIssue> Issues)
{
    /// <summary>Gets after how long the client may try again; null when that is not said.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Gets how a body may be packed, where it was packed otherwise; null when that is not the matter.</summary>
    public string? AcceptEncoding { get; init; }

    public static Outcome Of(int status, IssueType code, string text, string? expression = null) => new(status, [new OutcomeIssue(code, text, expression)]);

    /// <summary>Words for a status that someone else has set: routing, the server, a limit.</summary>
    public static Outcome Of(int status) => status switch
    {
        StatusCodes.Status400BadRequest => Of(status, IssueType.Invalid, "The request cannot be read."),
        StatusCodes.Status401Unauthorized => Of(status, IssueType.Login, "The call is not authenticated."),
        StatusCodes.Status404NotFound => Of(status, IssueType.NotFound, "There is nothing at this address. GET /cds-services lists the services, GET /openapi/v1.json describes the API."),
        StatusCodes.Status405MethodNotAllowed => Of(status, IssueType.NotSupported, "This address does not take this method."),
        StatusCodes.Status406NotAcceptable => Of(status, IssueType.NotSupported, "What the client would accept cannot be sent."),
        StatusCodes.Status408RequestTimeout => Of(status, IssueType.Timeout, "The request took too long to arrive."),
        StatusCodes.Status413PayloadTooLarge => Of(status, IssueType.TooLong, "The body is too large."),
        StatusCodes.Status415UnsupportedMediaType => Of(status, IssueType.NotSupported, "The body must be JSON in UTF-8: Content-Type application/json."),
        StatusCodes.Status414UriTooLong or StatusCodes.Status431RequestHeaderFieldsTooLarge => Of(status, IssueType.TooLong, "The address or the headers are too long."),
        >= 500 => Of(status, IssueType.Exception, "The service failed. The order was not reviewed."),
        _ => Of(status, IssueType.Processing, "The request was refused."),
    };

    /// <summary>The body as FHIR has it.</summary>
    public OperationOutcome ToFhir() => new() { Issue = [.. Issues.Select(issue => issue.ToFhir())] };
}
