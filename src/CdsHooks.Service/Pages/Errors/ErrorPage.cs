using CdsHooks.Service.Host.Errors;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CdsHooks.Service.Pages.Errors;

/// <summary>Shows an error to a person; nothing of the request is in it.</summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
internal sealed class ErrorPage : PageModel
{
    /// <summary>Gets the HTTP status.</summary>
    public int Status { get; private set; }

    /// <summary>Gets the error in a few words.</summary>
    public string Heading { get; private set; } = string.Empty;

    /// <summary>Gets the error in one sentence.</summary>
    public string Words { get; private set; } = string.Empty;

    public void OnGet()
    {
        var outcome = HttpContext.Features.Get<Outcome>() ?? Outcome.Of(StatusCodes.Status404NotFound);
        Status = Response.StatusCode = outcome.Status;
        Heading = outcome.Status switch
        {
            StatusCodes.Status404NotFound => "There is no such page",
            StatusCodes.Status403Forbidden => "This page is not open to you",
            StatusCodes.Status401Unauthorized => "Please sign in",
            >= StatusCodes.Status500InternalServerError => "Something failed here",
            _ => "That did not work",
        };
        Words = outcome.Status switch
        {
            StatusCodes.Status404NotFound => "The address may be mistyped, or what it named is gone.",
            StatusCodes.Status500InternalServerError => "The log of the service has the place. Orders are still reviewed: pages and reviews do not share a fate.",
            _ => outcome.Issues[0].Text,
        };
    }
}
