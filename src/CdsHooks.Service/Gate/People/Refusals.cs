using CdsHooks.Service.Host.Errors;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace CdsHooks.Service.Gate.People;

/// <summary>Answers a request that a page does not admit: by the way to the identity provider, or by an error that says what is missing.</summary>
internal sealed partial class Refusals(PeopleSource source, ILogger<Refusals> logger) : IAuthorizationMiddlewareResultHandler
{
    // Longer ones would make the address at the provider too long for some servers.
    private const int MaxReturnLength = 1000;

    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded)
        {
            return next(context);
        }

        if (Person.Of(context.User) is { } person)
        {
            throw new RejectedRequestException(Outcome.Of(StatusCodes.Status403Forbidden, IssueType.Forbidden, WordsFor(person)));
        }

        if (source.Identification is Identification.Provider)
        {
            return IsNavigation(context.Request)
                ? AskProviderAsync(context)
                : throw new RejectedRequestException(Outcome.Of(StatusCodes.Status401Unauthorized, IssueType.Login, "You are signed out: nothing was changed. Open the page again to sign in."));
        }

        throw new RejectedRequestException(Outcome.Of(StatusCodes.Status403Forbidden, IssueType.Forbidden, context.Features.Get<Obstacle>()?.Words ?? "This page is not open to you."));
    }

    private async Task AskProviderAsync(HttpContext context)
    {
        try
        {
            await context.ChallengeAsync(new AuthenticationProperties { RedirectUri = ReturnAddress(context.Request) });
        }
        catch (InvalidOperationException exception)
        {
            // The provider's description of itself could not be had.
            Log.ProviderAway(logger, exception.GetBaseException().GetType().Name);
            throw new RejectedRequestException(Outcome.Of(
                StatusCodes.Status503ServiceUnavailable,
                IssueType.Transient,
                "The identity provider cannot be reached, so nobody can sign in at the moment. Orders are still reviewed."));
        }
    }

    private static string WordsFor(Person person) => person.Role is null
        ? "You are signed in, but not as a reader or a rule editor of the workbench. Ask whoever runs the service for one of these roles."
        : "You may read here. Changes need the role of a rule editor: ask whoever runs the service for it.";

    /// <summary>Decides whether a person opens a page, rather than a script or a form something in it, which could not follow to the provider.</summary>
    private static bool IsNavigation(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && request.Headers["Sec-Fetch-Mode"].ToString() is "" or "navigate";

    private static string ReturnAddress(HttpRequest request)
    {
        var whole = request.Path + request.QueryString;
        return whole.Length > MaxReturnLength ? request.Path : whole;
    }

    private static partial class Log
    {
        [LoggerMessage(2602, LogLevel.Warning, "The identity provider of the workbench cannot be reached: {ExceptionType}")]
        public static partial void ProviderAway(ILogger logger, string exceptionType);
    }
}
