using System.Security.Claims;
using CdsHooks.Service.Gate.People;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CdsHooks.Service.Pages.SignOut;

/// <summary>Signs a person out of the workbench, and points to the identity provider, where they stay signed in.</summary>
[AllowAnonymous]
[ChangesNothing]
internal sealed class SignOutPage(PeopleSource source) : PageModel
{
    /// <summary>Gets the person who is signed in; null for nobody.</summary>
    public Person? SignedIn { get; private set; }

    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        SignedIn = Person.Of(User);
        if (source.Identification is not Identification.Provider)
        {
            context.Result = NotFound();
        }
    }

    public async Task OnPostAsync()
    {
        await HttpContext.SignOutAsync();
        HttpContext.User = new ClaimsPrincipal(new ClaimsIdentity());
        SignedIn = null;
    }
}
