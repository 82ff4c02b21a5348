using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CdsHooks.Service.Gate.People;

/// <summary>Writes to the log who changed what in the workbench. Names and ids of the configuration and the rules only: never anything of a patient.</summary>
internal sealed partial class Audit(ILogger<Audit> logger)
{
    /// <summary>Notes a change that was made.</summary>
    /// <param name="by">The person who made it.</param>
    /// <param name="change">The change in a few words, such as <c>went live</c>: a constant of the program.</param>
    /// <param name="id">The id of what was changed: one that the service made, or one of the configuration or the rules.</param>
    public void Changed(Person by, string change, string id) => Log.Changed(logger, by.Id, by.Name, change, id);

    /// <summary>Notes that a form which may change something was sent, whatever came of it.</summary>
    /// <param name="by">The person who sent it.</param>
    /// <param name="page">The page's route pattern.</param>
    /// <param name="handler">The name of the form's handler.</param>
    /// <param name="outcome">The type of the result or of the exception.</param>
    public void Sent(Person by, string page, string handler, string outcome) => Log.Sent(logger, by.Id, by.Name, page, handler, outcome);

    private static partial class Log
    {
        [LoggerMessage(2610, LogLevel.Information, "Workbench: {Id} ({Name}) {Change}: {Subject}")]
        public static partial void Changed(ILogger logger, string id, string name, string change, string subject);

        [LoggerMessage(2611, LogLevel.Information, "Workbench: {Id} ({Name}) sent the form {Page} {Handler}: {Outcome}")]
        public static partial void Sent(ILogger logger, string id, string name, string page, string handler, string outcome);
    }
}

/// <summary>Notes every form that may change something, on every page, so that no page can forget it.</summary>
internal sealed class AuditedForms(Audit audit) : IAsyncPageFilter
{
    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var executed = await next();
        if (PagePermission.IsChange(context.HttpContext) && Person.Of(context.HttpContext.User) is { } person)
        {
            audit.Sent(
                person,
                context.ActionDescriptor.AttributeRouteInfo?.Template ?? context.ActionDescriptor.ViewEnginePath,
                context.HandlerMethod?.Name ?? string.Empty,
                executed.Exception?.GetType().Name ?? executed.Result?.GetType().Name ?? nameof(PageResult));
        }
    }
}
