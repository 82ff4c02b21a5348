using Microsoft.AspNetCore.Authorization;

namespace CdsHooks.Service.Gate.People;

/// <summary>What a page asks of a person: to look at it, a role; to change something, the role of a rule editor.</summary>
internal sealed class PagePermission : AuthorizationHandler<PagePermission>, IAuthorizationRequirement
{
    /// <summary>The policy of every page; a page cannot be mapped without it.</summary>
    public const string Policy = "Workbench";

    /// <summary>Decides whether a request would change something: all do, except those that only get a page, unless the page says that it keeps nothing.</summary>
    public static bool IsChange(HttpContext context) =>
        !HttpMethods.IsGet(context.Request.Method)
        && !HttpMethods.IsHead(context.Request.Method)
        && context.GetEndpoint()?.Metadata.GetMetadata<ChangesNothingAttribute>() is null;

    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, PagePermission requirement)
    {
        if (context.Resource is HttpContext request
            && Person.Of(context.User) is { Role: not null } person
            && (person.MayEdit || !IsChange(request)))
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }
}

/// <summary>Marks a page whose forms change nothing that stays, so that readers may send them.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class ChangesNothingAttribute : Attribute;
