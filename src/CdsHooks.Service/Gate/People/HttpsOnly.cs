using CdsHooks.Service.Host.Errors;
using Microsoft.AspNetCore.Authorization;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace CdsHooks.Service.Gate.People;

/// <summary>Shows pages outside Development to people who came by https only: their cookies are sent by nothing else.</summary>
internal sealed class HttpsOnly(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context) =>
        context.Request.IsHttps || context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null
            ? next(context)
            : throw new RejectedRequestException(Outcome.Of(
                StatusCodes.Status403Forbidden,
                IssueType.Forbidden,
                "Pages are shown by https only. Where a proxy ends https, it must send X-Forwarded-Proto, and its address must be in Proxy:TrustedAddresses."));
}
