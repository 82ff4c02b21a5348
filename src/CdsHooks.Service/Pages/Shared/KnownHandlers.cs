using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.Net.Http.Headers;

namespace CdsHooks.Service.Pages.Shared;

/// <summary>Refuses a method or a handler that a page does not have. The framework would show the page without having asked its model.</summary>
internal sealed class KnownHandlers : IPageFilter
{
    private const string Handler = "handler";

    public void OnPageHandlerSelected(PageHandlerSelectedContext context)
    {
    }

    public void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        var request = context.HttpContext.Request;
        var isGet = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
        if (context.HandlerMethod is null && (!isGet || request.Query.ContainsKey(Handler)))
        {
            context.HttpContext.Response.Headers[HeaderNames.Allow] = isGet ? default : $"{HttpMethods.Get}, {HttpMethods.Head}";
            context.Result = new StatusCodeResult(isGet ? StatusCodes.Status404NotFound : StatusCodes.Status405MethodNotAllowed);
        }
    }

    public void OnPageHandlerExecuted(PageHandlerExecutedContext context)
    {
    }
}
