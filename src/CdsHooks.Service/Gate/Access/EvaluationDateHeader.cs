using System.Globalization;
using CdsHooks.Service.Host.Errors;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace CdsHooks.Service.Gate.Access;

/// <summary>The request header that sets the evaluation date.</summary>
internal static class EvaluationDateHeader
{
    public const string Name = "X-CDS-As-Of";

    /// <summary>Reads the header.</summary>
    /// <returns>The date, or null when the header was not sent.</returns>
    /// <exception cref="RejectedRequestException">400: the value is not a date.</exception>
    public static DateOnly? Read(HttpRequest request)
    {
        if (!request.Headers.TryGetValue(Name, out var values))
        {
            return null;
        }

        return DateOnly.TryParseExact(values.ToString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : throw new RejectedRequestException(Outcome.Of(StatusCodes.Status400BadRequest, IssueType.Invalid, $"The header {Name} must be one date, yyyy-mm-dd."));
    }
}
