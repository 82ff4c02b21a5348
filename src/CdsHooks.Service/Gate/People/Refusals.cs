using CdsHooks.Service.Host.Errors;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace CdsHooks.Service.Gate.People;

/// <summary>Answers a request that a page does not admit: by the way to the identity provider, or by an error that says what is missing.</summary>
internal sealed class Refusals(PeopleSource source) : IAuthorizationMiddlewareResultHandler
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
                ? context.ChallengeAsync(new AuthenticationProperties { RedirectUri = ReturnAddress(context.Request) })
                : throw new RejectedRequestException(Outcome.Of(StatusCodes.Status401Unauthorized, IssueType.Login, "You are signed out: nothing was changed. Open the page again to sign in."));
        }

        throw new RejectedRequestException(Outcome.Of(StatusCodes.Status403Forbidden, IssueType.Forbidden, context.Features.Get<Obstacle>()?.Words ?? "This page is not open to you."));
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
}
