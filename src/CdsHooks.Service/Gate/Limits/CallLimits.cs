namespace CdsHooks.Service.Gate.Limits;

/// <summary>Stands before every call of a service. Discovery, health, pages and the knowledge are cheap and never wait.</summary>
internal sealed class CallLimits(RequestDelegate next, CallSlots slots)
{
    public Task InvokeAsync(HttpContext context) => IsCall(context.Request) ? slots.WorkAsync(context, next) : next(context);

    private static bool IsCall(HttpRequest request) =>
        HttpMethods.IsPost(request.Method) && request.Path.StartsWithSegments("/cds-services", StringComparison.OrdinalIgnoreCase, out var rest) && rest.HasValue;
}
