using System.Threading.RateLimiting;
using CdsHooks.Service.Host.Errors;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace CdsHooks.Service.Gate.Limits;

/// <summary>Creates the rejections that ask a client to retry later.</summary>
internal static class TooMany
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    /// <summary>Creates a 429 with the time after which a call will be accepted.</summary>
    /// <param name="lease">The lease that the limiter denied.</param>
    /// <param name="text">One sentence for the person who runs the client.</param>
    public static RejectedRequestException Calls(RateLimitLease lease, string text)
    {
        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var time) && time > Soon ? time : Soon;
        return new RejectedRequestException(Outcome.Of(StatusCodes.Status429TooManyRequests, IssueType.Throttled, text) with { RetryAfter = wait });
    }

    /// <summary>Creates a 503: too many calls wait already.</summary>
    public static RejectedRequestException AtATime() => Unavailable("Too many calls at a time. The order was not reviewed.");

    /// <summary>Creates a 503: the bodies of the calls in progress take too much memory already.</summary>
    public static RejectedRequestException Bytes() => Unavailable("Too many large calls at a time. The order was not reviewed.");

    private static RejectedRequestException Unavailable(string text) =>
        new(Outcome.Of(StatusCodes.Status503ServiceUnavailable, IssueType.Throttled, text) with { RetryAfter = Soon });
}
